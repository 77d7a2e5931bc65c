package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.cyanwatch.detection.PastIncidents.Past;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a rule would have opened, against what was opened. Counts all and shows the first of them.
final class Tally {
  /// So many of each are shown.
  static final int SHOWN = 200;

  private final Rules.Setting rule;
  private final List<Would> would = new ArrayList<>();
  private final List<Missed> missed = new ArrayList<>();
  private long opened;
  private long told;
  private long matched;
  private long matchedAcknowledged;
  private long missedCount;
  private long missedAcknowledged;
  private long toldBefore;

  Tally(Rules.Setting rule) {
    this.rule = rule;
  }

  /// @param device null unless it is about one device
  /// @param matches the incident of the past that it is; null when it would be a new one
  record Would(
      String kind,
      String subject,
      @Nullable String device,
      String site,
      Instant from,
      @Nullable Instant to,
      String summary,
      boolean told,
      @Nullable String matches) {}

  record Missed(
      String id, String subject, Instant from, @Nullable Instant to, boolean acknowledged) {}

  record Opened(long count, long told, List<Would> incidents) {}

  record Left(long count, long acknowledged, List<Missed> incidents) {}

  record Matched(long count, long acknowledged) {}

  record ADay(double before, double after) {}

  /// The answer. Who `acknowledged` is people.
  record Result(
      String rule,
      int version,
      Map<String, Object> thresholds,
      Instant from,
      Instant to,
      long devices,
      long records,
      Opened wouldOpen,
      Matched matched,
      Left missed,
      @JsonProperty("notifications_a_day") ADay notificationsADay) {}

  /// @param now all of some subjects, as the rule would have them
  /// @param before all of the same subjects, as they were
  void add(List<Foretold> now, List<Past> before) {
    var met = new HashSet<String>();
    for (var one : now) {
      var same = before.stream().filter(one::matches).toList();
      same.forEach(past -> met.add(past.id()));
      opened++;
      told += one.told() ? 1 : 0;
      if (would.size() < SHOWN) {
        would.add(
            new Would(
                rule.entry().kind(),
                one.subject(),
                rule.entry().maker().isPresent() ? one.subject() : null,
                one.site(),
                one.from(),
                one.to(),
                one.summary(),
                one.told(),
                same.isEmpty() ? null : same.getFirst().id()));
      }
    }
    before.forEach(past -> compare(past, met.contains(past.id())));
  }

  private void compare(Past past, boolean met) {
    var people = past.acknowledged() ? 1 : 0;
    toldBefore += past.told() ? 1 : 0;
    if (met) {
      matched++;
      matchedAcknowledged += people;
      return;
    }
    missedCount++;
    missedAcknowledged += people;
    if (missed.size() < SHOWN) {
      missed.add(
          new Missed(
              past.id(), past.subject(), past.openedAt(), past.resolvedAt(), past.acknowledged()));
    }
  }

  Result result(Instant from, Instant to, long devices, long records) {
    var days = Duration.between(from, to).toMillis() / 86_400_000.0;
    return new Result(
        rule.entry().kind(),
        rule.entry().version(),
        rule.thresholds().shown(),
        from,
        to,
        devices,
        records,
        new Opened(opened, told, would),
        new Matched(matched, matchedAcknowledged),
        new Left(missedCount, missedAcknowledged, missed),
        new ADay(rounded(toldBefore / days), rounded(told / days)));
  }

  private static double rounded(double number) {
    return Math.round(number * 100) / 100.0;
  }
}
