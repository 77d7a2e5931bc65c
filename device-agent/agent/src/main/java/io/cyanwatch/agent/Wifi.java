package io.cyanwatch.agent;

import io.cyanwatch.protocol.Health;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The link that clients come through, as it is now and as it was since the boot. What only radio
/// has is asked for on another thread, every ten seconds.
final class Wifi {
  private static final long ASK_MS = 10_000;

  private final LinkReader reader;
  private final LinkDiary diary = new LinkDiary();
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Radio.Signal signal = Radio.Signal.NONE;
  private long nextAsk;

  Wifi(LinkReader reader) {
    this.reader = reader;
  }

  LinkDiary.Edge look(long now) {
    var edge = diary.saw(reader.read(), now);
    if (now >= nextAsk && reader.wireless() && asking.compareAndSet(false, true)) {
      nextAsk = now + ASK_MS;
      var device = diary.link().name();
      Thread.ofVirtual().start(() -> ask(device));
    }
    return edge;
  }

  Link link() {
    return diary.link();
  }

  Optional<String> mac() {
    return reader.mac();
  }

  Optional<String> gateway() {
    return reader.gateway();
  }

  long ups() {
    return diary.ups();
  }

  /// For a heartbeat; what it tells of the time since the one before begins anew.
  Health.Wifi heartbeat(long now) {
    var snapshot = diary.snapshot(signal, now);
    diary.newHeartbeat();
    return snapshot;
  }

  Health.Wifi snapshot(long now) {
    return diary.snapshot(signal, now);
  }

  /// @param away how long there was no link, in ms
  Map<String, Object> detail(long away) {
    var detail = new LinkedHashMap<String, Object>();
    var now = signal;
    put(detail, "ssid", now.ssid());
    put(detail, "bssid", now.bssid());
    put(detail, "ch", now.channel());
    put(detail, "ip", link().ip());
    put(detail, "rssi", now.rssi());
    put(detail, "down_ms", away);
    return detail;
  }

  Map<String, Object> lastSignal() {
    var detail = new LinkedHashMap<String, Object>();
    put(detail, "rssi", signal.rssi());
    return detail;
  }

  private void ask(String device) {
    try {
      signal = Radio.of(device);
    } finally {
      asking.set(false);
    }
  }

  private static void put(Map<String, Object> detail, String name, @Nullable Object value) {
    if (value != null) {
      detail.put(name, value);
    }
  }
}
