package io.cyanwatch.score;

import io.cyanwatch.detection.Detection;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.incident.IncidentLog;
import io.cyanwatch.score.Performance.Happening;
import io.cyanwatch.score.Performance.Said;
import io.cyanwatch.score.Performance.Watching;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Gives many performances at once in one house: all live on one clock, each has its own devices.
final class Season {
  private static final Set<String> IN_DOUBT = Set.of("listener_suspect", "dead_listener");
  private static final Duration ROUNDS = Duration.ofSeconds(6);
  private static final Duration AWAY = Duration.ofMinutes(3);

  private final House house;
  private final BiConsumer<Performance, List<Findings.Episode>> over;
  private final Consumer<Season> progress;
  private final Predicate<Performance> visited;
  private Instant nextRounds;
  private long messages;

  Season(
      House house,
      BiConsumer<Performance, List<Findings.Episode>> over,
      Consumer<Season> progress) {
    this(house, over, progress, _ -> true);
  }

  /// @param visited whether devices in doubt are probed
  Season(
      House house,
      BiConsumer<Performance, List<Findings.Episode>> over,
      Consumer<Season> progress,
      Predicate<Performance> visited) {
    this.house = house;
    this.over = over;
    this.progress = progress;
    this.visited = visited;
    this.nextRounds = house.clock.instant();
    house
        .jdbc()
        .sql("create table if not exists score_cast (play text, nr bigint primary key)")
        .update();
  }

  long messages() {
    return messages;
  }

  Instant now() {
    return house.clock.instant();
  }

  /// Until all are over.
  ///
  /// @param window time goes on in steps of this
  /// @param restart when the house is closed for a while; null for never
  void give(List<Performance> all, Duration window, @Nullable Instant restart) {
    all.forEach(this::cast);
    var running = new ArrayList<>(all);
    var restartAt = restart;
    while (!running.isEmpty()) {
      var end = now().plus(window);
      var happenings = new ArrayList<Happening>();
      running.forEach(it -> happenings.addAll(it.until(end)));
      happenings.sort(Comparator.comparing(Happening::at));
      if (restartAt != null && !end.isBefore(restartAt)) {
        restartAt = null;
        house.restart(AWAY);
      }
      happen(happenings, end);
      house.passTime();
      goRounds(running);
      running.removeIf(this::ends);
      progress.accept(this);
    }
  }

  private void happen(List<Happening> happenings, Instant end) {
    var said = new ArrayList<Said>();
    for (var happening : happenings) {
      switch (happening) {
        case Said it -> said.add(it);
        case Watching it -> {
          deliver(said, it.at());
          house.watching(it.up());
        }
      }
    }
    deliver(said, end);
  }

  private void deliver(List<Said> said, Instant now) {
    if (now.isAfter(house.clock.instant())) {
      house.clock.set(now);
    }
    if (!said.isEmpty()) {
      house.deliver(said);
      messages += said.size();
      said.clear();
    }
  }

  private boolean ends(Performance play) {
    if (!play.over()) {
      return false;
    }
    var findings = new Findings(house.jdbc());
    over.accept(play, findings.of(play));
    findings.clear(play);
    return true;
  }

  private void cast(Performance play) {
    for (var member : play.members()) {
      house
          .jdbc()
          .sql(
              """
              with one as (insert into fleet.device (id, name, site, created_at)
                values (:id, :name, :site, :now) returning nr)
              insert into score_cast (play, nr) select :play, nr from one
              """)
          .param("id", play.prefix() + member.id())
          .param("name", member.name())
          .param("site", play.prefix() + member.site())
          .param("now", Timestamp.from(now()))
          .param("play", play.prefix())
          .update();
    }
  }

  /// Visits whoever is in doubt, as the application does; the play answers.
  private void goRounds(List<Performance> running) {
    if (now().isBefore(nextRounds)) {
      return;
    }
    nextRounds = now().plus(ROUNDS);
    var fleet = house.bean(Fleet.class);
    var detection = house.bean(Detection.class);
    for (var incident : house.bean(IncidentLog.class).open()) {
      if (IN_DOUBT.contains(incident.kind())) {
        running.stream()
            .filter(play -> visited.test(play) && play.knows(incident.subject()))
            .findFirst()
            .ifPresent(
                play ->
                    fleet
                        .find(incident.subject())
                        .ifPresent(
                            device ->
                                detection.probed(device, play.knock(incident.subject()), now())));
      }
    }
  }
}
