package io.cyanwatch.simulator.testbed;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Takes down what happens during a run, from several threads.
final class Watch {
  private final long settleMs;
  private final Weather weather;
  private final Map<Server, Score> scores = new EnumMap<>(Server.class);
  private final Ledger ledger = new Ledger();
  private final Map<Server, Integer> answers = new EnumMap<>(Server.class);
  private long start = Long.MAX_VALUE;

  Watch(long settleMs) {
    this.settleMs = settleMs;
    this.weather = new Weather(settleMs);
    for (var server : Server.values()) {
      scores.put(server, new Score(weather));
    }
  }

  /// From now on it counts.
  synchronized void begin(long now) {
    start = now;
  }

  synchronized void done(Step.Act act, long now) {
    switch (act) {
      case PULL_UPLINK -> weather.uplinkPulled(now);
      case PLUG_UPLINK -> weather.uplinkBack(now);
      case PULL_RADIO -> {
        weather.radioPulled(now);
        scores.values().forEach(Score::linkLost);
      }
      case RADIO_BACK -> {}
      case SAME_ADDRESS, OTHER_ADDRESS -> {
        weather.linkBack(now);
        scores.values().forEach(it -> it.linkBack(now));
      }
    }
  }

  synchronized void visited(Visit visit) {
    for (var server : Server.values()) {
      if (server.id().equals(visit.device())) {
        answers.merge(server, visit.ok() ? 1 : 0, Integer::sum);
        if (visit.start() >= start) {
          score(server).visited(visit);
        }
      }
    }
  }

  /// @param line `<topic> <payload>`, as the broker's subscriber writes it
  synchronized void published(String line) {
    var parts = line.split(" ", 2);
    if (parts.length == 2) {
      ledger.heard(parts[0], parts[1].getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Those who have not answered once yet.
  synchronized List<Server> mute() {
    return List.of(Server.values()).stream()
        .filter(it -> answers.getOrDefault(it, 0) == 0)
        .toList();
  }

  /// Whether the broker has everything up to a record made at `since` or later.
  synchronized boolean complete(long since) {
    return ledger.newest() >= since && ledger.sum().missing() == 0;
  }

  /// A few words for a progress bar.
  synchronized String words(long now) {
    var agent = score(Server.HARDENED).sum(start, now, settleMs);
    return "%s; agent %d of %d answered"
        .formatted(
            weather.during(now, now).words(), agent.requests() - agent.failed(), agent.requests());
  }

  synchronized Findings findings(
      long seed, List<Fault> faults, long end, Map<Server, Integer> crashes) {
    var sums = new EnumMap<Server, Score.Sum>(Server.class);
    scores.forEach((server, it) -> sums.put(server, it.sum(start, end, Schedule.CALM_MS / 2)));
    return new Findings(
        seed,
        start,
        end,
        settleMs,
        faults,
        weather.lengths(start, end),
        sums,
        crashes,
        ledger.sum());
  }

  private Score score(Server server) {
    return Objects.requireNonNull(scores.get(server));
  }
}
