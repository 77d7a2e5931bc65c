package io.cyanwatch.timeline;

import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation.Beat;
import io.cyanwatch.timeline.Observation.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import tools.jackson.dataformat.cbor.CBORMapper;

/// Makes heartbeats with all the fields that the protocol knows.
final class Heartbeats {
  private static final CBORMapper CBOR = new CBORMapper();

  private final DeviceRef device;
  private final Random random;
  private final boolean noisy;
  private long accepts;
  private long requests;

  Heartbeats(DeviceRef device, boolean noisy) {
    this.device = device;
    this.noisy = noisy;
    this.random = new Random(device.nr());
  }

  static DeviceRef device(long nr) {
    return new DeviceRef(nr, "bench-" + nr, "");
  }

  /// @param start when the device booted
  Beat beat(Instant start, long seq, Instant at) {
    var stamped = at.plusMillis(noisy ? random.nextInt(20) : 0);
    var received = stamped.plusMillis(noisy ? 5 + random.nextInt(60) : 20);
    var up = Duration.between(start, stamped);
    var stamp =
        new Stamp(
            device, "0000002a-9f3c11d2", seq, 3, up, stamped, received, Duration.ZERO, received);
    return new Beat(
        stamp,
        "cloud_connected",
        true,
        "rdint02",
        null,
        null,
        3L,
        true,
        "listening",
        4L,
        accepts,
        40L,
        0L,
        Map.of(),
        CBOR.writeValueAsBytes(body()));
  }

  private Map<String, Object> body() {
    accepts += noisy ? random.nextInt(9) : 1;
    requests += noisy ? random.nextInt(12) : 1;
    var body = new LinkedHashMap<String, Object>();
    body.put("phase", "cloud_connected");
    body.put("wifi", wifi());
    body.put("cloud", map("up", true, "drops", 2, "tries", 4, "rtt", about(38, 12)));
    body.put(
        "listener",
        map(
            "state",
            "listening",
            "port",
            80,
            "gen",
            4,
            "starts",
            4,
            "fails",
            0,
            "err",
            0,
            "accepts",
            accepts,
            "idle",
            about(20, 15),
            "probes",
            40,
            "probe_fails",
            0));
    body.put(
        "clients",
        map(
            "open",
            about(2, 1),
            "max",
            5,
            "peak",
            4,
            "rejected",
            0,
            "idle_timeouts",
            1,
            "header_timeouts",
            0,
            "resets",
            2,
            "stalls",
            9,
            "stall_ms",
            310,
            "oldest",
            about(2100, 1500)));
    body.put(
        "http",
        map(
            "requests",
            requests,
            "ok",
            requests,
            "client_err",
            1,
            "server_err",
            0,
            "truncated",
            0,
            "worst_ms",
            41));
    body.put("mem", map("free", about(51234, 2000), "min", 31200, "block", about(30000, 1000)));
    body.put("loop", map("hz", about(800, 30), "worst", about(35, 20), "stalls", 0));
    body.put("queue", map("held", 0, "dropped", 0));
    return body;
  }

  private Map<String, Object> wifi() {
    return map(
        "ready",
        true,
        "ssid",
        "rdint02",
        "bssid",
        "aa:bb:cc:dd:ee:ff",
        "ch",
        6,
        "ip",
        "10.0.0.23",
        "rssi",
        about(-61, 7),
        "rssi_min",
        -70,
        "ups",
        3,
        "downs",
        2,
        "down_ms",
        91000,
        "reason",
        200);
  }

  private int about(int middle, int spread) {
    return noisy ? middle - spread + random.nextInt(2 * spread + 1) : middle;
  }

  private static Map<String, Object> map(Object... entries) {
    var map = new LinkedHashMap<String, Object>();
    for (var n = 0; n < entries.length; n += 2) {
      map.put((String) entries[n], entries[n + 1]);
    }
    return map;
  }
}
