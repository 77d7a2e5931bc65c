package io.cyanwatch.timeline;

import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation.Beat;
import io.cyanwatch.timeline.Observation.Born;
import io.cyanwatch.timeline.Observation.Stamp;
import io.cyanwatch.timeline.Shape.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From stored records back to what was observed, as far as it is judged. `RereadingTests` proves
/// that this is what came in, message by message.
final class Rereading {
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
  private static final byte[] NOTHING = {};

  private Rereading() {}

  static Beat beat(DeviceRef device, String boot, Sample sample, Values is) {
    return new Beat(
        stamp(device, boot, sample, is),
        text(is, "phase"),
        flag(is, "wifi.ready"),
        text(is, "wifi.ssid"),
        text(is, "wifi.bssid"),
        text(is, "wifi.ip"),
        number(is, "wifi.ups"),
        flag(is, "cloud.up"),
        text(is, "listener.state"),
        number(is, "listener.gen"),
        number(is, "listener.accepts"),
        number(is, "listener.probes"),
        number(is, "listener.probe_fails"),
        gauges(is),
        vitals(is),
        NOTHING);
  }

  private static Stamp stamp(DeviceRef device, String boot, Sample sample, Values is) {
    var clock = number(is, "at");
    return new Stamp(
        device,
        boot,
        sample.seq(),
        sample.conn(),
        Duration.ofMillis(sample.up()),
        clock == null ? null : Instant.ofEpochMilli(clock),
        Instant.ofEpochMilli(sample.at()),
        Duration.ofMillis(sample.error()),
        Instant.ofEpochMilli(sample.receivedAt()));
  }

  private static Map<Gauge, Long> gauges(Values is) {
    var gauges = new EnumMap<Gauge, Long>(Gauge.class);
    for (var gauge : GAUGES) {
      var value = number(is, gauge.path());
      if (value != null) {
        gauges.put(gauge, value);
      }
    }
    return gauges;
  }

  private static final List<Gauge> GAUGES = List.of(Gauge.values());

  private static Vitals vitals(Values is) {
    return new Vitals(
        small(is, "wifi.ch"),
        number(is, "wifi.downs"),
        number(is, "listener.idle"),
        number(is, "listener.fails"),
        number(is, "listener.err"),
        small(is, "clients.open"),
        small(is, "clients.max"),
        number(is, "clients.rejected"),
        number(is, "clients.idle_timeouts"),
        number(is, "clients.header_timeouts"),
        number(is, "clients.stalls"),
        number(is, "clients.stall_ms"),
        number(is, "clients.oldest"),
        number(is, "http.requests"),
        number(is, "loop.stalls"));
  }

  private static @Nullable Long number(Values is, String path) {
    return is.number(path).orElse(null);
  }

  private static @Nullable Integer small(Values is, String path) {
    var number = number(is, path);
    return number == null ? null : Math.toIntExact(number);
  }

  private static @Nullable Boolean flag(Values is, String path) {
    return is.flag(path).orElse(null);
  }

  private static @Nullable String text(Values is, String path) {
    return is.text(path).orElse(null);
  }

  /// What is no heartbeat.
  ///
  /// @param kind as in [Records]
  /// @param name the column of that name
  /// @param expected of a birth: whether somebody meant the reset to happen
  /// @param body as plain values
  static Observation other(
      int kind, String name, boolean expected, Stamp stamp, Map<String, Object> body) {
    return switch (kind) {
      case Records.BIRTH -> born(name, expected, stamp, body);
      case Records.BYE -> new Observation.Left(stamp, name, NOTHING);
      case Records.REPLY -> new Observation.Answered(stamp, "", name, NOTHING);
      case Records.PROBE -> new Observation.Probed(stamp, "", name, NOTHING);
      case Records.WILL -> new Observation.Severed(stamp);
      default -> new Observation.Edge(stamp, name, Map.of(), NOTHING);
    };
  }

  /// A stamp with the clock that the body tells.
  static Stamp clocked(Stamp stamp, Map<String, Object> body) {
    return new Stamp(
        stamp.device(),
        stamp.boot(),
        stamp.seq(),
        stamp.conn(),
        stamp.up(),
        body.get("at") instanceof Number at ? Instant.ofEpochMilli(at.longValue()) : null,
        stamp.at(),
        stamp.error(),
        stamp.receivedAt());
  }

  private static Born born(String reset, boolean expected, Stamp stamp, Map<String, Object> body) {
    var device = Bodies.part(body, "device");
    var net = Bodies.part(body, "net");
    var early = body.get("early");
    var interval = body.get("interval");
    return new Born(
        stamp,
        reset,
        long64(Bodies.part(body, "reset").get("data")),
        expected,
        early instanceof Number times ? times.intValue() : 0,
        interval instanceof Number s ? Duration.ofSeconds(s.longValue()) : DEFAULT_INTERVAL,
        word(device.get("hw")),
        word(device.get("fw")),
        word(device.get("os")),
        word(net.get("ip")),
        null,
        word(net.get("gw")),
        word(net.get("public_ip")),
        List.of(),
        breadcrumb(Bodies.part(body, "last")),
        Optional.empty(),
        false,
        NOTHING);
  }

  /// With its marks even if there are none, as the wire gives it.
  private static Map<String, Object> breadcrumb(Map<String, Object> last) {
    if (!last.isEmpty()) {
      last.putIfAbsent("events", List.of());
    }
    return last;
  }

  private static @Nullable Long long64(@Nullable Object value) {
    return value instanceof Number number ? Long.valueOf(number.longValue()) : null;
  }

  private static @Nullable String word(@Nullable Object value) {
    return value instanceof String text ? text : null;
  }
}
