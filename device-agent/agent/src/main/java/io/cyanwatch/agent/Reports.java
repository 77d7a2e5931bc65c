package io.cyanwatch.agent;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Birth.Breadcrumb.Mark;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts into words how this device is.
final class Reports {
  static final String VERSION = "0.1.0";

  private static final long REFRESH_MS = 1_000;

  private final Options options;
  private final Life life;
  private final Line line;
  private final Wifi wifi;
  private final Optional<Front> front;
  private final Pulse pulse;
  private final Host host;
  private volatile Snapshot snapshot;
  private long refreshAt;
  private long leastHeap = Long.MAX_VALUE;

  Reports(
      Options options,
      Life life,
      Line line,
      Wifi wifi,
      Optional<Front> front,
      Pulse pulse,
      Host host) {
    this.host = host;
    this.options = options;
    this.life = life;
    this.line = line;
    this.wifi = wifi;
    this.front = front;
    this.pulse = pulse;
    this.snapshot = take(0);
  }

  /// How it is at one moment, for readers on other threads. `clients` and `http` stay out: the
  /// server gives them to one reader only.
  ///
  /// @param up ms since the start
  /// @param heard whether somebody at the other end takes what is said
  record Snapshot(
      long up,
      Phase phase,
      Health.Wifi wifi,
      Health.Cloud cloud,
      Health.@Nullable Listener listener,
      Health.Queue queue,
      State.Start start,
      boolean heard) {}

  Snapshot snapshot() {
    return snapshot;
  }

  void refresh(long now) {
    if (now >= refreshAt) {
      refreshAt = now + REFRESH_MS;
      snapshot = take(now);
    }
  }

  Birth birth(Envelope envelope, int interval, Set<String> ops) {
    var start = life.start();
    var port = front.map(Front::port).orElse(null);
    return new Birth(
        envelope,
        interval,
        false,
        new Birth.Device(Host.hardware(), null, VERSION, Host.os()),
        life.reset(),
        new Birth.Net(wifi.link().ip(), port, wifi.mac().orElse(null), wifi.gateway().orElse(null)),
        ops,
        start.early(),
        start.last(),
        start.done());
  }

  Health health(Envelope envelope) {
    var now = envelope.up();
    return new Health(
        envelope,
        phase(now),
        wifi.heartbeat(now),
        line.cloud(),
        front.map(Front::listener).orElse(null),
        front.map(Front::clients).orElse(null),
        front.map(Front::http).orElse(null),
        host.memory(),
        pulse.snapshot(now),
        line.queue());
  }

  Birth.Breadcrumb breadcrumb(String mark, List<Mark> events) {
    var now = Ticks.now();
    var runtime = Runtime.getRuntime();
    var free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    leastHeap = Math.min(leastHeap, free);
    return new Birth.Breadcrumb(
        life.boot(),
        now,
        phase(now),
        mark.isEmpty() ? null : mark,
        wifi.link().ready(),
        line.up(),
        since(line.heardAt(), now),
        line.up() ? null : since(line.lostAt(), now),
        front.map(Front::state).orElse(null),
        front.map(Front::gen).orElse(null),
        front.map(it -> it.clients().open()).orElse(null),
        front.map(Front::accepts).orElse(null),
        leastHeap,
        events);
  }

  /// What an edge of the cloud is told with.
  Map<String, Object> cloudEdge(boolean up) {
    var detail = new LinkedHashMap<String, Object>();
    var now = Ticks.now();
    if (up && line.lostAt() > 0) {
      detail.put("down_ms", now - line.lostAt());
    }
    if (!up && line.heardAt() > 0) {
      detail.put("since_rx", now - line.heardAt());
    }
    return detail;
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  String broker() {
    return options.account().broker();
  }

  private Snapshot take(long now) {
    return new Snapshot(
        now,
        phase(now),
        wifi.snapshot(now),
        line.cloud(),
        front.map(Front::listener).orElse(null),
        line.queue(),
        life.start(),
        line.heard());
  }

  private Phase phase(long now) {
    if (!wifi.link().ready()) {
      return Phase.NETWORK_CONNECTING;
    }
    if (life.safe(now)) {
      return Phase.SAFE_MODE;
    }
    return line.up() ? Phase.CLOUD_CONNECTED : Phase.CLOUD_CONNECTING;
  }

  private static @Nullable Long since(long at, long now) {
    return at == 0 ? null : now - at;
  }
}
