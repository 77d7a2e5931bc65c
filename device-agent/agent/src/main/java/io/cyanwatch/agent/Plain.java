package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parts of a heartbeat as plain values, by the names they have on the wire; what is not known is
/// left out.
final class Plain {
  private Plain() {}

  static Map<String, Object> of(Health.Listener it) {
    var state = it.state();
    var values = new LinkedHashMap<String, Object>();
    put(values, "state", state == null ? null : Reports.word(state));
    put(values, "port", it.port());
    put(values, "gen", it.gen());
    put(values, "starts", it.starts());
    put(values, "fails", it.fails());
    put(values, "err", it.err());
    put(values, "accepts", it.accepts());
    put(values, "idle", it.idle());
    put(values, "probes", it.probes());
    put(values, "probe_fails", it.probeFails());
    return values;
  }

  static Map<String, Object> of(Health.Wifi it) {
    var values = new LinkedHashMap<String, Object>();
    put(values, "ready", it.ready());
    put(values, "ssid", it.ssid());
    put(values, "ip", it.ip());
    put(values, "rssi", it.rssi());
    put(values, "ups", it.ups());
    put(values, "downs", it.downs());
    put(values, "down_ms", it.downMs());
    return values;
  }

  static Map<String, Object> of(Health.Cloud it) {
    var values = new LinkedHashMap<String, Object>();
    put(values, "up", it.up());
    put(values, "drops", it.drops());
    put(values, "tries", it.tries());
    put(values, "rtt", it.rtt());
    return values;
  }

  static Map<String, Object> of(Health.Mem it) {
    var values = new LinkedHashMap<String, Object>();
    put(values, "free", it.free());
    put(values, "min", it.min());
    return values;
  }

  static Map<String, Object> of(Health.Queue it) {
    var values = new LinkedHashMap<String, Object>();
    put(values, "held", it.held());
    put(values, "dropped", it.dropped());
    return values;
  }

  private static void put(Map<String, Object> values, String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value);
    }
  }
}
