package io.cyanwatch.agent;

import io.cyanwatch.protocol.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/// Says what changed: an edge at once, what may repeat fast as a number now and then.
final class Voice {
  private static final int MOST_TEXT = 200;

  private final Line line;
  private final Witness witness;
  private final Incidents repeated = new Incidents();

  Voice(Line line, Witness witness) {
    this.line = line;
    this.witness = witness;
  }

  /// Long texts are cut to what the wire takes.
  void event(String name, Map<String, Object> detail) {
    var cut = new LinkedHashMap<String, Object>();
    detail.forEach(
        (key, value) ->
            cut.put(
                key,
                value instanceof String text && text.length() > MOST_TEXT
                    ? text.substring(0, MOST_TEXT)
                    : value));
    line.say(envelope -> new Event(envelope, name, cut));
    witness.event(name, Ticks.now());
  }

  void again(String name, Map<String, Object> detail) {
    repeated.saw(name, detail);
  }

  void tick(long now) {
    tell(repeated, now);
  }

  void tell(Incidents incidents, long now) {
    incidents.due(now).forEach(it -> event(it.event(), it.detail()));
  }
}
