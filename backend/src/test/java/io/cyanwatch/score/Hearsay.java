package io.cyanwatch.score;

import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.score.Performance.Said;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// A device about which anything may be heard: boots, silences, outages with a buffer, wills,
/// goodbyes, counters that go anywhere, a clock that may be off, messages twice, in disorder, and
/// with another content under a number that was used.
final class Hearsay {
  private static final List<String> PHASES =
      List.of("cloud_connected", "cloud_connecting", "network_connecting");
  private static final List<String> LISTENERS =
      List.of("listening", "listening", "down", "backoff");
  private static final List<String> EVENTS =
      List.of("cloud_up", "cloud_down", "listener_up", "listener_down", "wifi_up", "log");

  private final String id;
  private final Random random;
  private final Instant start;
  private final boolean disorderly;
  private final Duration fast;
  private final List<Said> said = new ArrayList<>();

  private int counter;
  private long seq;
  private long conn;
  private long up;
  private long made;
  private long back;
  private long ups;
  private long downs;
  private long gen;
  private long accepts;
  private long idle;

  Hearsay(String id, long seed, Instant start) {
    this.id = id;
    this.random = new Random(seed);
    this.start = start;
    this.disorderly = random.nextInt(3) == 0;
    this.fast =
        switch (random.nextInt(4)) {
          case 0 -> Duration.ofMinutes(18);
          case 1 -> Duration.ofHours(3);
          default -> Duration.ZERO;
        };
    this.made = random.nextInt(30_000);
  }

  /// @return in the order in which it arrives
  List<Said> life(int count) {
    boot();
    for (var n = 0; n < count; n++) {
      var step = step();
      made += step;
      up += step;
      idle += step / 1000;
      if (n > 0 && random.nextInt(8) == 0) {
        if (!disorderly && random.nextBoolean() && back < made) {
          will();
        }
        boot();
      }
      back = random.nextInt(12) == 0 ? made + 200_000 : back;
      say();
      conn += random.nextInt(6) == 0 ? 1 : 0;
    }
    var all = new ArrayList<>(said);
    for (var one : said) {
      if (random.nextInt(3) == 0) {
        var again = one.at().plusMillis(1 + random.nextInt(5_000));
        all.add(new Said(again, one.topic(), one.payload()));
      } else if (random.nextInt(40) == 0) {
        all.add(otherwise(one));
      }
    }
    return apart(all);
  }

  private Said otherwise(Said one) {
    var text = new String(one.payload(), StandardCharsets.UTF_8).replace("\"up\":", "\"up\":1");
    var at = one.at().plusMillis(1 + random.nextInt(5_000));
    return new Said(at, one.topic(), text.getBytes(StandardCharsets.UTF_8));
  }

  /// Nothing of one device comes in the same millisecond.
  private static List<Said> apart(List<Said> all) {
    all.sort(Comparator.comparing(Said::at));
    var apart = new ArrayList<Said>();
    for (var one : all) {
      var least = apart.isEmpty() ? one.at() : apart.getLast().at().plusMillis(20);
      var at = one.at().isBefore(least) ? least : one.at();
      apart.add(new Said(at, one.topic(), one.payload()));
    }
    return apart;
  }

  private long step() {
    return switch (random.nextInt(10)) {
      case 0 -> 40_000 + random.nextInt(300_000);
      case 1 -> 1 + random.nextInt(4_000);
      default -> 5_000 + random.nextInt(26_000);
    };
  }

  private void boot() {
    counter++;
    seq = 0;
    conn = 1;
    up = 2_000;
    ups = 1;
    downs = 0;
    gen = 1;
    accepts = 0;
    idle = 0;
  }

  private void say() {
    if (seq == 0) {
      say(
          Channel.BIRTH,
          "\"interval\":30,\"reset\":{\"class\":\"%s\"},\"device\":{\"hw\":\"photon\",\"fw\":\"1.0.0\",\"os\":\"deviceos 0.6.0\"}"
              .formatted(random.nextBoolean() ? "panic" : "power_on"));
    } else if (random.nextInt(10) == 0) {
      say(Channel.EVENT, "\"event\":\"%s\"".formatted(any(EVENTS)));
    } else if (random.nextInt(25) == 0) {
      say(Channel.BYE, "\"reason\":\"sleep\"");
    } else {
      say(Channel.HEALTH, health());
    }
  }

  private String health() {
    ups += random.nextInt(6) == 0 ? 1 : 0;
    downs += random.nextInt(6) == 0 ? 1 : 0;
    gen += random.nextInt(8) == 0 ? 1 : 0;
    if (random.nextInt(3) > 0) {
      accepts += 1 + random.nextInt(5);
      idle = random.nextInt(20);
    }
    return ("\"phase\":\"%s\",\"wifi\":{\"ready\":%b,\"ssid\":\"hall\",\"bssid\":\"%s\",\"ch\":6,\"rssi\":%d,"
            + "\"ups\":%d,\"downs\":%d},\"cloud\":{\"up\":%b},\"listener\":{\"state\":\"%s\",\"port\":80,\"gen\":%d,"
            + "\"accepts\":%d,\"idle\":%d},\"clients\":{\"open\":%d,\"max\":4,\"rejected\":%d},"
            + "\"mem\":{\"free\":%d,\"min\":9000,\"block\":%d}")
        .formatted(
            any(PHASES),
            random.nextInt(5) > 0,
            "ap-of-" + id,
            -50 - random.nextInt(30),
            ups,
            downs,
            random.nextInt(4) > 0,
            any(LISTENERS),
            gen,
            accepts,
            idle,
            random.nextInt(5),
            random.nextInt(4) / 3,
            20_000 + random.nextInt(30_000),
            3_500 + random.nextInt(9_000));
  }

  private String any(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void say(Channel channel, String more) {
    var clock =
        fast.isZero() ? "" : "\"at\":" + start.plus(fast).plusMillis(made).toEpochMilli() + ",";
    var text =
        "{\"boot\":\"%s\",\"seq\":%d,\"conn\":%d,\"up\":%d,%s%s}"
            .formatted(bootName(), seq++, conn, up, clock, more);
    var late = disorderly ? random.nextInt(14_000) : 20 + random.nextInt(80);
    var received = Math.max(made + late, back);
    if (!disorderly && !said.isEmpty()) {
      received = Math.max(received, Duration.between(start, said.getLast().at()).toMillis() + 1);
    }
    send(channel, received, text);
  }

  private void will() {
    var received = Math.max(made - 1, Duration.between(start, said.getLast().at()).toMillis() + 1);
    send(Channel.WILL, received, "{\"boot\":\"%s\",\"conn\":%d}".formatted(bootName(), conn));
  }

  private void send(Channel channel, long received, String text) {
    var payload = text.getBytes(StandardCharsets.UTF_8);
    said.add(new Said(start.plusMillis(received), Topics.up(id, channel), payload));
  }

  private String bootName() {
    return "%08x-c0ffee%02x".formatted(counter, counter & 0xff);
  }
}
