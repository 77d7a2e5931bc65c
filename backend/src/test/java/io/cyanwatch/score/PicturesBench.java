package io.cyanwatch.score;

import io.cyanwatch.dashboard.Browser;
import io.cyanwatch.simulator.play.Scenario;
import io.cyanwatch.simulator.play.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What each kind of incident looks like: the simulator's scenarios through the real application,
/// and its pages in a real browser, into `docs/detection/<kind>.png`.
///
/// Run by `ops/bench/pictures`; its name keeps it out of `mvn verify`.
class PicturesBench {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final Path INTO =
      Path.of(System.getProperty("pictures.into", "../docs/detection"));
  private static final long SEED = Long.getLong("pictures.seed", 1);
  private static final String UNVISITED = "listener-doubted";
  private static final int WIDTH = 948;
  private static final double SHARPNESS = 1.5;
  private static final int HEIGHT = 620;
  private static final Duration LEAST = Duration.ofMinutes(4);
  private static final Duration MOST = Duration.ofHours(3);

  /// Which scenario shows a kind best.
  private static final Map<String, String> SHOWN_BY =
      Map.ofEntries(
          Map.entry("reboot_loop", "reboot-loop"),
          Map.entry("dead_listener", "listener-jammed"),
          Map.entry("listener_suspect", UNVISITED),
          Map.entry("uplink_lost", "uplink-lost"),
          Map.entry("site_outage", "site-outage"),
          Map.entry("offline", "uplink-lost"),
          Map.entry("flapping", "flapping"),
          Map.entry("socket_exhaustion", "half-open-camping"),
          Map.entry("cloud_only", "cloud-refused"),
          Map.entry("clone_suspected", "id-shared"),
          Map.entry("time_implausible", "clock-wrong"),
          Map.entry("backend_unwatched", "backend-restart"),
          Map.entry("memory_low", "heap-crumbles"),
          Map.entry("firmware_regression", "firmware-regression"));

  /// Days in which nothing stands out but how near the notches are.
  private static final Set<String> WHOLE = Set.of("firmware_regression");

  private final Set<String> missing =
      new TreeSet<>(
          System.getProperty("pictures.kinds", "").isBlank()
              ? SHOWN_BY.keySet()
              : List.of(System.getProperty("pictures.kinds").split("[ ,]+")));
  private final Path profile = Files.createTempDirectory("cyanwatch-pictures");
  private int numbers = 1;

  PicturesBench() throws IOException {}

  @Test
  void whatIsFoundIsSeen() throws IOException {
    Files.createDirectories(INTO);
    try (var house = new House(START)) {
      house.clock.set(START.plusSeconds(1));
      var scenarios = new TreeSet<String>();
      missing.forEach(kind -> scenarios.add(SHOWN_BY.getOrDefault(kind, kind)));
      var together = new ArrayList<Performance>();
      for (var name : scenarios) {
        var scenario = Scenario.named(name).orElseThrow();
        if (scenario.length().compareTo(MOST) <= 0 && !name.equals("backend-restart")) {
          together.add(performance(scenario, house));
        }
      }
      give(house, together, Duration.ofSeconds(2));
      for (var name : scenarios) {
        var scenario = Scenario.named(name).orElseThrow();
        if (name.equals("backend-restart")) {
          give(house, List.of(performance(scenario, house)), Duration.ofSeconds(2));
        } else if (scenario.length().compareTo(MOST) > 0) {
          var step = scenario.length().compareTo(Duration.ofDays(2)) > 0 ? 30 : 10;
          give(house, List.of(performance(scenario, house)), Duration.ofSeconds(step));
        }
      }
    }
    System.out.println("pictures: without a picture: " + missing);
  }

  private Performance performance(Scenario scenario, House house) {
    return new Performance(
        scenario, new Setting(SEED, house.clock.instant(), 0), numbers++, scenario.length());
  }

  private void give(House house, List<Performance> plays, Duration step) {
    if (!plays.isEmpty()) {
      new Season(
              house,
              (play, found) -> look(house, play, found),
              _ -> {},
              play -> !play.scenario.name().equals(UNVISITED))
          .give(plays, step, null);
    }
  }

  private void look(House house, Performance play, List<Findings.Episode> found) {
    var all = new ArrayList<>(found);
    all.addAll(new Findings(house.jdbc()).ofBackend(play.start, play));
    for (var kind : List.copyOf(missing)) {
      if (play.scenario.name().equals(SHOWN_BY.get(kind))) {
        all.stream()
            .filter(it -> it.kind().equals(kind))
            .min(
                Comparator.comparing(Findings.Episode::explained)
                    .thenComparing(it -> it.to() == null))
            .ifPresent(it -> photograph(house, play, it));
      }
    }
  }

  private void photograph(House house, Performance play, Findings.Episode it) {
    try (var browser = new Browser(house.port(), profile)) {
      browser.prefers("light");
      browser.width(WIDTH, SHARPNESS);
      browser.logIn();
      var picture = timeline(house, browser, play, it);
      Files.write(INTO.resolve(it.kind() + ".png"), picture);
      missing.remove(it.kind());
      System.out.println(
          "pictures: %s, %d bytes: %s".formatted(it.kind(), picture.length, it.summary()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The time around it, with as much before and after as it lasted.
  private static byte[] timeline(
      House house, Browser browser, Performance play, Findings.Episode it) {
    var end = earlier(house.clock.instant(), play.end());
    var until = it.to() == null ? end : it.to();
    var length = Duration.between(it.from(), until);
    var margin = length.compareTo(LEAST) < 0 ? LEAST : length;
    var whole = WHOLE.contains(it.kind());
    var from = whole ? play.start : later(it.from().minus(margin), play.start);
    var to = whole ? end : earlier(until.plus(margin), end);
    browser.go("/devices/%s?from=%s&to=%s".formatted(device(house, play, it), from, to));
    browser.awaitAny(".stage .span");
    browser.awaitAny(".curve canvas");
    return browser.picture("section.timeline", HEIGHT);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  /// Its own, one that suffers from it, or for what is nobody's the first of the play that was
  /// there before.
  private static String device(House house, Performance play, Findings.Episode it) {
    var own =
        house
            .jdbc()
            .sql(
                """
                with recursive part as (
                  select id, device, opened_at from incident.incident where id = :id
                  union all
                  select i.id, i.device, i.opened_at from incident.incident i
                  join part p on i.suppressed_by = p.id)
                select d.id from part join fleet.device d on d.nr = part.device
                order by part.opened_at limit 1
                """)
            .param("id", it.incident())
            .query(String.class)
            .optional();
    if (own.isPresent()) {
      return own.get();
    }
    return house
        .jdbc()
        .sql(
            """
            select d.id from fleet.device d join score_cast c on c.nr = d.nr
            where c.play = :play and d.created_at <= :from order by d.nr limit 1
            """)
        .param("play", play.prefix())
        .param("from", Timestamp.from(it.from()))
        .query(String.class)
        .single();
  }
}
