package io.cyanwatch.detection;

import io.cyanwatch.detection.Verdict.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A firmware resets or goes deaf more often than the one before it, by more than chance.
///
/// @param p a difference is sure that chance makes less often than that
/// @param deviceDays so many must have been lived through, before and since
/// @param ratio a difference matters, beside being sure, when it is greater
record RegressionRule(double p, double deviceDays, double ratio) {
  static final String KIND = "firmware_regression";

  /// Below the bars by so much nothing is said: what is open stays open, and what is not stays not.
  private static final double MAY_BE_CHANCE = 10;

  /// What was lived through under one firmware on one kind of board.
  ///
  /// @param firmware hardware and version
  /// @param since when it was first seen
  /// @param resets half days in which a device reset unexpectedly
  /// @param deaf half days in which a device's listener was found dead
  /// @param from how many devices came to it, by the firmware that they had before
  record Version(
      String firmware,
      Instant since,
      double deviceDays,
      long resets,
      long deaf,
      Map<String, Long> from) {

    /// What most of the devices that came to it ran before; empty when none came from another.
    /// Boards of one kind may be in several products, which have nothing to do with each other.
    Optional<Version> predecessor(List<Version> all) {
      return all.stream()
          .filter(other -> from.containsKey(other.firmware))
          .max(
              Comparator.comparingLong((Version other) -> from.getOrDefault(other.firmware, 0L))
                  .thenComparing(Version::since));
    }

    String hardware() {
      return firmware.substring(0, firmware.indexOf('/'));
    }

    String name() {
      return firmware.substring(firmware.indexOf('/') + 1);
    }
  }

  /// A firmware beside the one before it, on the same kind of board.
  record Step(Version now, Version before) {}

  /// Each firmware with all boards that came to it from an older one: a rollout goes over many
  /// kinds, and each kind is compared with itself.
  static Map<String, List<Step>> steps(List<Version> all) {
    var steps = new TreeMap<String, List<Step>>();
    for (var version : all) {
      version
          .predecessor(all)
          .ifPresent(
              before ->
                  steps
                      .computeIfAbsent(version.name(), _ -> new ArrayList<>())
                      .add(new Step(version, before)));
    }
    return steps;
  }

  /// @param steps of one firmware, at least one
  Verdict judge(List<Step> steps) {
    var resets = Comparison.of(steps, Version::resets);
    var deaf = Comparison.of(steps, Version::deaf);
    if (resets.ourTime() < deviceDays || resets.theirTime() < deviceDays) {
      return new Verdict.Unsure();
    }
    var byResets = worse(resets, p, ratio);
    var byDeaf = worse(deaf, p, ratio);
    if (!byResets && !byDeaf) {
      var hardly = 1 + (ratio - 1) / 2;
      return worse(resets, p * MAY_BE_CHANCE, hardly) || worse(deaf, p * MAY_BE_CHANCE, hardly)
          ? new Verdict.Unsure()
          : new Verdict.Clear("It is no worse than the one before.");
    }
    var now = steps.getFirst().now;
    var before = steps.stream().map(step -> step.before.name()).distinct().sorted().toList();
    var what = byResets ? "resets unexpectedly" : "goes deaf";
    return Verdict.fault(
        Severity.WARNING,
        steps.stream().map(step -> step.now.since).min(Comparator.naturalOrder()).orElseThrow(),
        "%s %s more often than %s did.".formatted(now.name(), what, String.join(", ", before)),
        new Facts()
            .put("firmware", now.name())
            .put("hardware", steps.stream().map(step -> step.now.hardware()).toList())
            .put("device_days", Math.round(resets.ourTime()))
            .put("resets", resets.ours())
            .put("deaf", deaf.ours())
            .put("before", before)
            .put("device_days_before", Math.round(resets.theirTime()))
            .put("resets_before", resets.theirs())
            .put("deaf_before", deaf.theirs())
            .put("p_resets", resets.chance())
            .put("p_deaf", deaf.chance()));
  }

  private static boolean worse(Comparison events, double chance, double ratio) {
    return events.chance() < chance && events.ratio() > ratio;
  }
}
