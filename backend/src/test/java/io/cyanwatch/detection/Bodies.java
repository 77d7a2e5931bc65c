package io.cyanwatch.detection;

import io.cyanwatch.timeline.Gauge;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Beat;
import io.cyanwatch.timeline.Observation.Born;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.dataformat.cbor.CBORMapper;

/// Gives observations the bodies that a device would have sent, so that they can be stored.
final class Bodies {
  private static final CBORMapper CBOR = new CBORMapper();

  private Bodies() {}

  static Observation of(Observation observation) {
    return switch (observation) {
      case Beat b -> beat(b);
      case Born b -> born(b);
      default -> observation;
    };
  }

  private static Beat beat(Beat b) {
    var v = b.vitals();
    var g = b.gauges();
    var body =
        map(
            "phase", b.phase(),
            "wifi",
                map(
                    "ready", b.wifiReady(),
                    "ssid", b.ssid(),
                    "bssid", b.bssid(),
                    "ch", v.channel(),
                    "ip", b.ip(),
                    "ups", b.wifiUps(),
                    "downs", v.downs()),
            "cloud", map("up", b.cloudUp()),
            "listener",
                map(
                    "state", b.listener(),
                    "gen", b.generation(),
                    "fails", v.fails(),
                    "err", v.error(),
                    "accepts", b.accepts(),
                    "idle", v.idle(),
                    "probes", b.probes(),
                    "probe_fails", b.probeFails()),
            "clients",
                map(
                    "open", v.open(),
                    "max", v.most(),
                    "rejected", v.rejected(),
                    "idle_timeouts", v.idleTimeouts(),
                    "header_timeouts", v.headerTimeouts(),
                    "stalls", v.stalls(),
                    "stall_ms", v.stallMillis()),
            "http", map("requests", v.requests()),
            "mem",
                map(
                    "free", g.get(Gauge.HEAP_FREE),
                    "min", g.get(Gauge.HEAP_MIN),
                    "block", g.get(Gauge.HEAP_BLOCK)));
    return new Beat(
        b.stamp(),
        b.phase(),
        b.wifiReady(),
        b.ssid(),
        b.bssid(),
        b.ip(),
        b.wifiUps(),
        b.cloudUp(),
        b.listener(),
        b.generation(),
        b.accepts(),
        b.probes(),
        b.probeFails(),
        g,
        v,
        bytes(body));
  }

  private static Born born(Born b) {
    var body =
        map(
            "interval", b.interval().toSeconds(),
            "device", map("hw", b.hardware(), "fw", b.firmware(), "os", b.os()),
            "reset", map("class", b.reset(), "data", b.resetData()),
            "net", map("ip", b.ip(), "gw", b.gateway(), "public_ip", b.publicIp()),
            "early", b.early(),
            "last", b.last());
    return new Born(
        b.stamp(),
        b.reset(),
        b.resetData(),
        b.expected(),
        b.early(),
        b.interval(),
        b.hardware(),
        b.firmware(),
        b.os(),
        b.ip(),
        b.port(),
        b.gateway(),
        b.publicIp(),
        b.caps(),
        b.last(),
        b.done(),
        false,
        bytes(body));
  }

  private static byte[] bytes(Map<String, Object> body) {
    return CBOR.writeValueAsBytes(body);
  }

  private static Map<String, Object> map(@Nullable Object... entries) {
    var map = new LinkedHashMap<String, Object>();
    for (var n = 0; n < entries.length; n += 2) {
      var value = entries[n + 1];
      if (value != null && !(value instanceof Map<?, ?> inner && inner.isEmpty())) {
        map.put(String.valueOf(entries[n]), value);
      }
    }
    return map;
  }
}
