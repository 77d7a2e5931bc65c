package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.boot;

import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Severed;
import io.cyanwatch.timeline.Observation.Stamp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Random lives of devices, and what the shipped rules find in them.
final class Lives {
  static final DetectionProperties AS_SHIPPED =
      new DetectionProperties(
          Duration.ofSeconds(5),
          Duration.ofSeconds(90),
          3,
          Duration.ofMinutes(10),
          5,
          Duration.ofHours(1),
          3,
          Duration.ofMinutes(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          3,
          0.5,
          Duration.ofSeconds(120),
          0.8,
          Duration.ofSeconds(30),
          1000);

  static final Rules RULES = new Rules(new RuleBook(AS_SHIPPED), new SimpleMeterRegistry());

  /// Without a break.
  static final Function<Instant, Optional<Instant>> WATCHING = _ -> Optional.of(Instant.MIN);

  private static final JsonMapper JSON = JsonMapper.shared();

  private Lives() {}

  static Course course(DeviceState state, @Nullable Instant reached) {
    return new Course(RULES, States.DEVICE, _ -> Surroundings.NONE, state, reached);
  }

  /// A history that nothing around it explains, and that we watched throughout.
  static Replay replay(Log log) {
    return new Replay(
        RULES, AS_SHIPPED, Absences.NONE, (_, _) -> Surroundings.NONE, States.DEVICE, log);
  }

  /// A finding as it is told, byte for byte.
  static String told(Opinion opinion) {
    return switch (opinion.verdict()) {
      case Verdict.Fault fault ->
          "%s FAULT %s %s %s %s"
              .formatted(
                  opinion.kind(),
                  fault.severity(),
                  fault.since(),
                  fault.summary(),
                  JSON.writeValueAsString(fault.evidence()));
      case Verdict.Clear clear -> opinion.kind() + " clear " + clear.reason();
      case Verdict.Hindsight hindsight ->
          "%s hindsight %s %s"
              .formatted(
                  opinion.kind(), hindsight.from(), JSON.writeValueAsString(hindsight.signature()));
      case Verdict.Unsure _ -> opinion.kind() + " unsure";
    };
  }

  /// What people would see: each kind's findings, one that is said again once.
  static final class Log implements Replay.Sink {
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> last = new HashMap<>();

    @Override
    public void found(Instant at, Opinion opinion) {
      var line = told(opinion);
      if (!line.equals(last.put(opinion.kind(), line))) {
        lines.add(line);
      }
    }

    List<String> lines() {
      return lines;
    }
  }

  /// A device that lives through everything: boots, silences, outages with a buffer, wills, edges
  /// of all counters. Received soon after they were made, or when it was back.
  static List<Observation> eventful(Random random, int count) {
    var life = new ArrayList<Observation>();
    var made = 10_000L;
    var counter = 1;
    var seq = 0L;
    var conn = 1L;
    var up = 0L;
    var back = 0L;
    for (var i = 0; i < count; i++) {
      var step = step(random);
      made += step;
      up += step;
      if (i > 0 && random.nextInt(7) == 0) {
        // A broker tells of a broken connection before it tells of the next one.
        if (random.nextBoolean() && back < made && last(life) + 20 < made) {
          life.add(will(counter, conn, made, life));
        }
        counter++;
        seq = 0;
        conn = 1;
        up = 2_000;
      }
      back = random.nextInt(12) == 0 ? made + 200_000 : back;
      var received = Math.max(Math.max(made + 20 + random.nextInt(80), back), last(life));
      var stamp = stamp(counter, seq, conn, up, made, received);
      life.add(
          seq == 0
              ? States.born(
                  stamp,
                  random.nextBoolean() ? "panic" : "power_on",
                  random.nextBoolean(),
                  random.nextInt(4),
                  "deviceos 0.6.0",
                  ReorderTests.crumb(random))
              : ReorderTests.any(random).at(stamp));
      conn += random.nextInt(6) == 0 ? 1 : 0;
      seq++;
    }
    return life;
  }

  private static long step(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> 40_000 + random.nextInt(300_000);
      case 1 -> 1 + random.nextInt(4_000);
      default -> 5_000 + random.nextInt(26_000);
    };
  }

  private static long last(List<Observation> life) {
    return life.isEmpty() ? 0 : millis(life.getLast().stamp().receivedAt());
  }

  private static Severed will(int counter, long conn, long made, List<Observation> life) {
    var at = Math.max(made, last(life));
    return new Severed(stamp(counter, -1, conn, 0, at, at));
  }

  static Stamp stamp(int counter, long seq, long conn, long up, long made, long received) {
    return new Stamp(
        States.DEVICE,
        boot(counter),
        seq,
        conn,
        Duration.ofMillis(up),
        null,
        States.START.plusMillis(made),
        Duration.ofMillis(250),
        States.START.plusMillis(received));
  }

  static long millis(Instant at) {
    return Duration.between(States.START, at).toMillis();
  }
}
