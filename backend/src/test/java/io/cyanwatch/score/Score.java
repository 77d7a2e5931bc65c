package io.cyanwatch.score;

import io.cyanwatch.score.Findings.Episode;
import io.cyanwatch.simulator.play.Truth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What was found beside what was so, by kind of incident.
final class Score {
  static final double BAR = 0.99;

  /// What follows from a fault may be found a little after it was over.
  private static final Duration AFTERMATH = Duration.ofMinutes(2);

  /// A doubt is a step to a proof and no verdict.
  private static final String DOUBT = "listener_suspect";

  private final Map<String, Kind> kinds = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();
  private int doubts;

  /// What is known of one kind.
  private static final class Kind {
    int causes;
    int found;
    int verdicts;
    int right;
    int told;
    int toldAgain;
    final List<Duration> times = new ArrayList<>();
    boolean information;

    double precision() {
      return verdicts == 0 ? 1 : (double) right / verdicts;
    }

    double recall() {
      return causes == 0 ? 1 : (double) found / causes;
    }

    Duration time(double share) {
      var sorted = times.stream().sorted().toList();
      return sorted.isEmpty()
          ? Duration.ZERO
          : sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(share * sorted.size()) - 1));
    }
  }

  /// @return those that nothing in the play caused
  List<Episode> add(Performance play, List<Episode> episodes) {
    var right = new HashSet<Episode>();
    for (var truth : play.truth()) {
      var kind = kind(truth.kind());
      kind.causes++;
      var found = episodes.stream().filter(it -> verdict(it) && fits(truth, it)).toList();
      right.addAll(found);
      found.stream()
          .findFirst()
          .ifPresentOrElse(
              first -> {
                kind.found++;
                var time = Duration.between(truth.from(), first.from());
                kind.times.add(time.isNegative() ? Duration.ZERO : time);
              },
              () -> faults.add("missed %s: %s".formatted(play, truth.toJson())));
      toldOnce(play, truth, found);
    }
    episodes.stream().filter(Score::verdict).forEach(it -> judge(play, it, right.contains(it)));
    doubts += (int) episodes.stream().filter(it -> it.kind().equals(DOUBT)).count();
    return episodes.stream().filter(it -> verdict(it) && !right.contains(it)).toList();
  }

  private void toldOnce(Performance play, Truth truth, List<Episode> found) {
    var told = found.stream().mapToInt(Episode::told).sum();
    var quiet = found.stream().allMatch(it -> it.severity().equals("info"));
    if (told > 1 || (told == 0 && !quiet)) {
      kind(truth.kind()).toldAgain++;
      faults.add("told %d times %s: %s".formatted(told, play, truth.toJson()));
    }
  }

  private void judge(Performance play, Episode episode, boolean right) {
    var kind = kind(episode.kind());
    kind.verdicts++;
    kind.told += episode.told();
    kind.information |= episode.severity().equals("info");
    if (right) {
      kind.right++;
    } else {
      faults.add("false %s: %s".formatted(play, episode));
    }
  }

  private Kind kind(String name) {
    return kinds.computeIfAbsent(name, _ -> new Kind());
  }

  /// What was explained by something else, and not told, says nothing of its own.
  private static boolean verdict(Episode episode) {
    return !episode.kind().equals(DOUBT) && (!episode.explained() || episode.told() > 0);
  }

  private static boolean fits(Truth truth, Episode episode) {
    return episode.kind().equals(truth.kind())
        && same(truth, episode)
        && (truth.to() == null || !episode.from().isAfter(truth.to().plus(AFTERMATH)))
        && (episode.to() == null || !episode.to().isBefore(truth.from()));
  }

  private static boolean same(Truth truth, Episode episode) {
    return switch (truth.subjectKind()) {
      case "backend" -> true;
      case "firmware" -> episode.subject().endsWith(truth.subject());
      default -> episode.subject().equals(truth.subject());
    };
  }

  /// What is wrong; empty when all bars are held.
  List<String> faults() {
    return List.copyOf(faults);
  }

  boolean holds() {
    return kinds.values().stream()
        .allMatch(it -> it.precision() >= BAR && it.recall() >= BAR && it.toldAgain == 0);
  }

  String table() {
    var lines = new StringBuilder();
    line(
        lines,
        String.format(
            Locale.ROOT,
            "%-20s %7s %8s %9s %7s %14s %10s %10s",
            "kind",
            "causes",
            "verdicts",
            "precision",
            "recall",
            "told per cause",
            "median",
            "p99"));
    kinds.forEach(
        (name, it) ->
            line(
                lines,
                String.format(
                    Locale.ROOT,
                    "%-20s %7d %8d %9.3f %7.3f %14s %10s %10s",
                    name,
                    it.causes,
                    it.verdicts,
                    it.precision(),
                    it.recall(),
                    it.information
                        ? "not told"
                        : String.format(
                            Locale.ROOT,
                            "%.3f",
                            it.causes == 0 ? 0.0 : (double) it.told / it.causes),
                    words(it.time(0.5)),
                    words(it.time(0.99)))));
    line(lines, String.format(Locale.ROOT, "%d doubts about listeners, each probed", doubts));
    return lines.toString();
  }

  private static void line(StringBuilder lines, String line) {
    lines.append("  ").append(line).append('\n');
  }

  private static String words(Duration time) {
    return time.toMinutes() >= 10
        ? String.format(Locale.ROOT, "%d min", time.toMinutes())
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
