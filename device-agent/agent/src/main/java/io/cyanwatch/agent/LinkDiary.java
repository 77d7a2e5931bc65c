package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;
import org.jspecify.annotations.Nullable;

/// Counts the edges of the link since this boot. A wire is told in the same fields as WiFi, and
/// what only radio has stays out.
final class LinkDiary {
  private Link link = Link.NONE;
  private long ups;
  private long downs;
  private long downMs;
  private long downSince;
  private @Nullable Integer weakest;

  /// What a look at the link showed anew.
  sealed interface Edge {
    /// @param away how long there was no link, in ms
    record Up(long away) implements Edge {}

    record Down() implements Edge {}

    record Address(String ip) implements Edge {}

    record None() implements Edge {}
  }

  /// A carrier that came and went between two looks counts on both sides.
  Edge saw(Link seen, long now) {
    var before = link;
    link = seen;
    if (seen.ready() != before.ready()) {
      return seen.ready() ? up(now) : down(now);
    }
    if (!seen.ready() || seen.same(before)) {
      return new Edge.None();
    }
    if (!String.valueOf(seen.ip()).equals(before.ip())) {
      return new Edge.Address(String.valueOf(seen.ip()));
    }
    downs++;
    ups++;
    return new Edge.Up(0);
  }

  Link link() {
    return link;
  }

  long ups() {
    return ups;
  }

  /// The weakest signal is that since the last heartbeat.
  void newHeartbeat() {
    weakest = null;
  }

  Health.Wifi snapshot(Radio.Signal signal, long now) {
    var rssi = link.ready() ? signal.rssi() : null;
    if (rssi != null && (weakest == null || rssi < weakest)) {
      weakest = rssi;
    }
    return new Health.Wifi(
        link.ready(),
        link.ready() ? signal.ssid() : null,
        link.ready() ? signal.bssid() : null,
        link.ready() ? signal.channel() : null,
        link.ip(),
        rssi,
        weakest,
        ups,
        downs,
        downMs + (downs > 0 && !link.ready() ? now - downSince : 0),
        null);
  }

  private Edge up(long now) {
    var away = downs > 0 ? now - downSince : 0;
    downMs += away;
    ups++;
    return new Edge.Up(away);
  }

  private Edge down(long now) {
    downs++;
    downSince = now;
    return new Edge.Down();
  }
}
