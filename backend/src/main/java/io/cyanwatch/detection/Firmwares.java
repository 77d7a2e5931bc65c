package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.About;
import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.detection.RegressionRule.Version;
import io.cyanwatch.fleet.DeviceRef;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What was lived through under each firmware. Summed in memory and written once a minute: a
/// statistic may lose a minute, ingest may not wait for it.
@Component
class Firmwares {
  private static final int MOST_VERSIONS = 1_000;

  private final JdbcClient jdbc;
  private final Rules rules;
  private final Shadows shadows;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private Map<String, Lived> lived = new HashMap<>();
  private Map<Step, Long> steps = new HashMap<>();
  private final HalfDays halfDays = new HalfDays();

  Firmwares(
      JdbcClient jdbc,
      Rules rules,
      Shadows shadows,
      ApplicationEventPublisher events,
      Clock clock) {
    this.jdbc = jdbc;
    this.rules = rules;
    this.shadows = shadows;
    this.events = events;
    this.clock = clock;
  }

  private record Lived(double seconds, long resets, long deaf) {

    Lived and(Lived more) {
      return new Lived(seconds + more.seconds, resets + more.resets, deaf + more.deaf);
    }
  }

  /// By hardware and version.
  private record Step(String from, String to) {}

  /// Heartbeats of a device: each stands for its interval.
  synchronized void lived(About about, Duration time) {
    add(about, new Lived(time.toMillis() / 1000.0, 0, 0));
  }

  synchronized void reset(DeviceRef device, About about) {
    if (first("reset", device, about)) {
      add(about, new Lived(0, 1, 0));
    }
  }

  synchronized void deaf(DeviceRef device, About about) {
    if (first("deaf", device, about)) {
      add(about, new Lived(0, 0, 1));
    }
  }

  private boolean first(String what, DeviceRef device, About about) {
    var firmware = Absent.or(about.firmware(), "");
    return halfDays.first(what, device.nr(), firmware, clock.instant());
  }

  /// A device came from one firmware to another.
  synchronized void updated(About before, About after) {
    var from = name(before);
    var to = name(after);
    if (from != null
        && to != null
        && !from.equals(to)
        && Objects.equals(before.hardware(), after.hardware())
        && steps.size() < MOST_VERSIONS) {
      steps.merge(new Step(from, to), 1L, Long::sum);
    }
  }

  private void add(About about, Lived more) {
    var name = name(about);
    if (name != null && lived.size() < MOST_VERSIONS) {
      lived.merge(name, more, Lived::and);
    }
  }

  private static @Nullable String name(About about) {
    return about.firmware() == null
        ? null
        : Absent.or(about.hardware(), "") + "/" + about.firmware();
  }

  private synchronized Map<String, Lived> takeLived() {
    var taken = lived;
    lived = new HashMap<>();
    return taken;
  }

  private synchronized Map<Step, Long> takeSteps() {
    var taken = steps;
    steps = new HashMap<>();
    return taken;
  }

  @Scheduled(fixedDelayString = "PT60S")
  @Transactional
  void write() {
    var now = clock.instant();
    takeSteps()
        .forEach(
            (step, devices) ->
                jdbc.sql(
                        """
                        insert into detection.firmware_step as s (firmware, before, devices)
                        values (:to, :from, :devices)
                        on conflict (firmware, before) do update set
                          devices = s.devices + excluded.devices
                        """)
                    .param("to", step.to)
                    .param("from", step.from)
                    .param("devices", devices)
                    .update());
    takeLived()
        .forEach(
            (firmware, sum) ->
                jdbc.sql(
                        """
                        insert into detection.firmware as f
                          (firmware, day, first_at, device_seconds, resets, deaf)
                        values (:firmware, :day, :now, :seconds, :resets, :deaf)
                        on conflict (firmware, day) do update set
                          device_seconds = f.device_seconds + excluded.device_seconds,
                          resets = f.resets + excluded.resets, deaf = f.deaf + excluded.deaf
                        """)
                    .param("firmware", firmware)
                    .param("day", Date.valueOf(LocalDate.ofInstant(now, ZoneOffset.UTC)))
                    .param("now", Timestamp.from(now))
                    .param("seconds", sum.seconds)
                    .param("resets", sum.resets)
                    .param("deaf", sum.deaf)
                    .update());
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
  @Transactional
  void judge() {
    var setting = rules.setting(RegressionRule.KIND);
    if (setting.mode() == Rules.Mode.OFF) {
      return;
    }
    var is = setting.thresholds();
    var now = clock.instant();
    var rule = new RegressionRule(is.number("p"), is.number("device_days"), is.number("ratio"));
    var opinions = new ArrayList<Opinion>();
    var versions = versions(now.minus(Duration.ofDays(is.count("days"))));
    RegressionRule.steps(versions)
        .forEach(
            (firmware, steps) -> {
              var verdict = rule.judge(steps);
              var said = verdict instanceof Verdict.Fault f ? setting.signed(f) : verdict;
              opinions.add(new Opinion(Subject.fleet(firmware), RegressionRule.KIND, said));
            });
    if (setting.mode() == Rules.Mode.SHADOW) {
      shadows.add(opinions, now);
    } else if (!opinions.isEmpty()) {
      events.publishEvent(new Judgement(now, opinions));
    }
  }

  private Map<String, Map<String, Long>> steps() {
    var from = new HashMap<String, Map<String, Long>>();
    jdbc.sql("select firmware, before, devices from detection.firmware_step")
        .query(
            row -> {
              from.computeIfAbsent(row.getString("firmware"), _ -> new HashMap<>())
                  .put(row.getString("before"), row.getLong("devices"));
            });
    return from;
  }

  private List<Version> versions(Instant from) {
    var before = steps();
    return jdbc.sql(
            """
            select firmware, (select min(first_at) from detection.firmware a
                where a.firmware = f.firmware) as first_at,
              sum(device_seconds) as seconds, sum(resets) as resets, sum(deaf) as deaf
            from detection.firmware f where day >= :from group by firmware order by firmware
            """)
        .param("from", Date.valueOf(LocalDate.ofInstant(from, ZoneOffset.UTC)))
        .query(
            (row, _) ->
                new Version(
                    row.getString("firmware"),
                    row.getTimestamp("first_at").toInstant(),
                    row.getDouble("seconds") / 86_400,
                    row.getLong("resets"),
                    row.getLong("deaf"),
                    before.getOrDefault(row.getString("firmware"), Map.of())))
        .list();
  }
}
