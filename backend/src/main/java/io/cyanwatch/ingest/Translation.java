package io.cyanwatch.ingest;

import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.ingest.Answers.Answer;
import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Bye;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Event;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Probe;
import io.cyanwatch.protocol.Reply;
import io.cyanwatch.protocol.Will;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.timeline.Gauge;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Lost;
import io.cyanwatch.timeline.Observation.Stamp;
import io.cyanwatch.timeline.Texts;
import io.cyanwatch.timeline.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// From the wire's words to ours. Another version of the wire would be translated beside this one.
final class Translation {
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

  /// The words of the wire. States keep them: one text for all devices, not one for each.
  private static final Map<Enum<?>, String> WORDS = new ConcurrentHashMap<>();

  private Translation() {}

  /// In whole milliseconds, as it is stored: what is judged now and what is judged again later must
  /// be the same.
  static Observation of(Message message, DeviceRef device, Instant received) {
    var receivedAt = received.truncatedTo(ChronoUnit.MILLIS);
    return switch (message) {
      case Message.Recorded recorded -> {
        var body = Wire.body(recorded, Wire.Format.CBOR);
        yield of(recorded, stamp(recorded.envelope(), body, device, receivedAt), body);
      }
      case Will will -> severed(will, device, receivedAt);
    };
  }

  private static Observation of(Message.Recorded message, Stamp stamp, byte[] body) {
    return switch (message) {
      case Birth birth -> born(birth, stamp, body);
      case Health health -> beat(health, stamp, body);
      case Event event -> new Observation.Edge(stamp, event.event(), event.detail(), body);
      case Bye bye -> new Observation.Left(stamp, bye.reason() == null ? "" : bye.reason(), body);
      case Reply reply -> new Observation.Answered(stamp, reply.id(), lower(reply.status()), body);
      case Probe probe ->
          new Observation.Probed(stamp, probe.target(), lower(probe.outcome()), body);
    };
  }

  private static Observation severed(Will will, DeviceRef device, Instant receivedAt) {
    return new Observation.Severed(
        new Stamp(
            device,
            Texts.shared(will.boot()),
            -1,
            will.conn(),
            Duration.ZERO,
            null,
            receivedAt,
            Duration.ZERO,
            receivedAt));
  }

  /// What a message says of a command, if it does.
  static Optional<Answer> answer(Message message, DeviceRef device) {
    return switch (message) {
      case Reply reply -> Optional.of(answer(reply, device));
      case Birth birth ->
          Optional.ofNullable(birth.done())
              .map(
                  done ->
                      new Answer(
                          device,
                          birth.envelope().boot(),
                          done.id(),
                          done.status(),
                          null,
                          null,
                          null));
      case Health _, Event _, Bye _, Probe _, Will _ -> Optional.empty();
    };
  }

  private static Answer answer(Reply reply, DeviceRef device) {
    return new Answer(
        device,
        reply.envelope().boot(),
        reply.id(),
        lower(reply.status()),
        reply.reason(),
        of(reply.result(), Reply.Result::genBefore),
        of(reply.result(), Reply.Result::genAfter));
  }

  private static Stamp stamp(Envelope envelope, byte[] body, DeviceRef device, Instant receivedAt) {
    var at = envelope.at();
    return new Stamp(
        device,
        Texts.shared(envelope.boot()),
        envelope.seq(),
        envelope.conn(),
        Duration.ofMillis(envelope.up()),
        at == null ? null : Instant.ofEpochMilli(at),
        receivedAt,
        Duration.ZERO,
        receivedAt,
        digest(body, envelope.up()),
        lost(envelope));
  }

  /// The same for the same record however it was written; never 0.
  private static int digest(byte[] body, long up) {
    var sum = new CRC32C();
    sum.update(body);
    var digest = (int) (sum.getValue() ^ ((up * 0x9E3779B97F4A7C15L) >>> 32));
    return digest == 0 ? 1 : digest;
  }

  private static List<Lost> lost(Envelope envelope) {
    return envelope.lost().isEmpty()
        ? List.of()
        : envelope.lost().stream().map(range -> new Lost(range.from(), range.to())).toList();
  }

  private static Observation born(Birth birth, Stamp stamp, byte[] body) {
    var interval = birth.interval();
    var early = birth.early();
    var done = birth.done();
    return new Observation.Born(
        stamp,
        lower(birth.reset().kind()),
        birth.reset().data(),
        birth.reset().kind().expected(),
        early == null ? 0 : early,
        interval == null ? DEFAULT_INTERVAL : Duration.ofSeconds(interval),
        Texts.sharedOrNull(birth.device().hw()),
        Texts.sharedOrNull(birth.device().fw()),
        Texts.sharedOrNull(birth.device().os()),
        Texts.sharedOrNull(birth.net().ip()),
        birth.net().port(),
        Texts.sharedOrNull(birth.net().gw()),
        Texts.sharedOrNull(birth.net().publicIp()),
        List.copyOf(birth.caps()),
        breadcrumb(birth.last()),
        Optional.ofNullable(done).map(Birth.Done::id),
        birth.ack(),
        body);
  }

  private static Observation beat(Health health, Stamp stamp, byte[] body) {
    var wifi = health.wifi();
    var listener = health.listener();
    return new Observation.Beat(
        stamp,
        health.phase() == null ? null : lower(health.phase()),
        of(wifi, Health.Wifi::ready),
        Texts.sharedOrNull(of(wifi, Health.Wifi::ssid)),
        Texts.sharedOrNull(of(wifi, Health.Wifi::bssid)),
        Texts.sharedOrNull(of(wifi, Health.Wifi::ip)),
        of(wifi, Health.Wifi::ups),
        of(health.cloud(), Health.Cloud::up),
        listenerState(listener),
        of(listener, Health.Listener::gen),
        of(listener, Health.Listener::accepts),
        of(listener, Health.Listener::probes),
        of(listener, Health.Listener::probeFails),
        gauges(health),
        vitals(health),
        body);
  }

  private static Vitals vitals(Health health) {
    var wifi = health.wifi();
    var listener = health.listener();
    var clients = health.clients();
    return new Vitals(
        of(wifi, Health.Wifi::ch),
        of(wifi, Health.Wifi::downs),
        of(listener, Health.Listener::idle),
        of(listener, Health.Listener::fails),
        of(listener, Health.Listener::err),
        of(clients, Health.Clients::open),
        of(clients, Health.Clients::max),
        of(clients, Health.Clients::rejected),
        of(clients, Health.Clients::idleTimeouts),
        of(clients, Health.Clients::headerTimeouts),
        of(clients, Health.Clients::stalls),
        of(clients, Health.Clients::stallMs),
        of(clients, Health.Clients::oldest),
        of(health.http(), Health.Http::requests),
        of(health.loop(), Health.Loop::stalls));
  }

  /// In the words of the wire; what the device did not say is missing.
  private static Map<String, Object> breadcrumb(Birth.@Nullable Breadcrumb last) {
    var crumb = new LinkedHashMap<String, Object>();
    if (last == null) {
      return crumb;
    }
    put(crumb, "boot", last.boot());
    put(crumb, "up", last.up());
    put(crumb, "phase", last.phase() == null ? null : lower(last.phase()));
    put(crumb, "mark", last.mark());
    put(crumb, "wifi_ready", last.wifiReady());
    put(crumb, "cloud", last.cloud());
    put(crumb, "since_rx", last.sinceRx());
    put(crumb, "since_cloud_lost", last.sinceCloudLost());
    put(crumb, "listener", last.listener() == null ? null : lower(last.listener()));
    put(crumb, "gen", last.gen());
    put(crumb, "clients", last.clients());
    put(crumb, "accepts", last.accepts());
    put(crumb, "heap_min", last.heapMin());
    put(crumb, "events", last.events().stream().map(m -> List.of(m.event(), m.up())).toList());
    return crumb;
  }

  private static void put(Map<String, Object> crumb, String key, @Nullable Object value) {
    if (value != null) {
      crumb.put(key, value);
    }
  }

  private static @Nullable String listenerState(Health.@Nullable Listener listener) {
    return listener == null || listener.state() == null ? null : lower(listener.state());
  }

  private static Map<Gauge, Long> gauges(Health health) {
    var gauges = new EnumMap<Gauge, Long>(Gauge.class);
    put(gauges, Gauge.RSSI, of(health.wifi(), Health.Wifi::rssi));
    put(gauges, Gauge.HEAP_FREE, of(health.mem(), Health.Mem::free));
    put(gauges, Gauge.HEAP_MIN, of(health.mem(), Health.Mem::min));
    put(gauges, Gauge.HEAP_BLOCK, of(health.mem(), Health.Mem::block));
    put(gauges, Gauge.CLIENTS, of(health.clients(), Health.Clients::open));
    put(gauges, Gauge.CLOUD_RTT, of(health.cloud(), Health.Cloud::rtt));
    put(gauges, Gauge.LOOP_WORST, of(health.loop(), Health.Loop::worst));
    return gauges;
  }

  private static void put(Map<Gauge, Long> gauges, Gauge gauge, @Nullable Number value) {
    if (value != null) {
      gauges.put(gauge, value.longValue());
    }
  }

  private static <S, T> @Nullable T of(@Nullable S part, Function<S, @Nullable T> field) {
    return part == null ? null : field.apply(part);
  }

  private static String lower(Enum<?> constant) {
    return WORDS.computeIfAbsent(constant, one -> one.name().toLowerCase(Locale.ROOT));
  }
}
