package io.cyanwatch.detection;

import io.cyanwatch.detection.Verdict.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A firmware resets or goes deaf more often than the one before it, by more than chance.
record RegressionRule(double p, double deviceDays) {
  static final String KIND = "firmware_regression";

  /// A difference that matters, beside one that is sure.
  private static final double WORSE = 1.5;

  /// What was lived through under one firmware.
  ///
  /// @param firmware hardware and version
  /// @param since when it was first seen
  /// @param resets days on which a device reset unexpectedly
  /// @param deaf days on which a device's listener was dead
  record Version(String firmware, Instant since, double deviceDays, long resets, long deaf) {

    /// The newest firmware of the same hardware that is older than this one.
    Optional<Version> predecessor(List<Version> all) {
      return all.stream()
          .filter(other -> hardware(other).equals(hardware(this)) && other.since.isBefore(since))
          .max(Comparator.comparing(Version::since));
    }

    private static String hardware(Version version) {
      return version.firmware.substring(0, version.firmware.indexOf('/') + 1);
    }
  }

  Verdict judge(Version now, Version before) {
    if (now.deviceDays < deviceDays || before.deviceDays < deviceDays) {
      return new Verdict.Unsure();
    }
    var resets = chance(now.resets, now.deviceDays, before.resets, before.deviceDays);
    var deaf = chance(now.deaf, now.deviceDays, before.deaf, before.deviceDays);
    var byResets = resets < p && worse(now.resets, now, before.resets, before);
    var byDeaf = deaf < p && worse(now.deaf, now, before.deaf, before);
    if (!byResets && !byDeaf) {
      return new Verdict.Clear("It is no worse than the one before.");
    }
    var what = byResets ? "resets unexpectedly" : "goes deaf";
    return Verdict.fault(
        Severity.WARNING,
        now.since,
        "%s %s more often than %s did.".formatted(now.firmware, what, before.firmware),
        facts(now, before, resets, deaf));
  }

  private static boolean worse(long ours, Version now, long theirs, Version before) {
    return ours / now.deviceDays > WORSE * theirs / before.deviceDays;
  }

  private static Facts facts(Version now, Version before, double resets, double deaf) {
    return new Facts()
        .put("firmware", now.firmware)
        .put("device_days", Math.round(now.deviceDays))
        .put("resets", now.resets)
        .put("deaf", now.deaf)
        .put("before", before.firmware)
        .put("device_days_before", Math.round(before.deviceDays))
        .put("resets_before", before.resets)
        .put("deaf_before", before.deaf)
        .put("p_resets", resets)
        .put("p_deaf", deaf);
  }

  /// How likely so many or more of all events fall into our time if both rates were equal: the
  /// exact test of two Poisson rates.
  static double chance(long ours, double ourTime, long theirs, double theirTime) {
    var all = ours + theirs;
    var share = ourTime / (ourTime + theirTime);
    var sum = 0.0;
    for (var k = ours; k <= all; k++) {
      sum += Math.exp(logChoose(all, k) + k * Math.log(share) + (all - k) * Math.log1p(-share));
    }
    return Math.min(1, sum);
  }

  private static double logChoose(long n, long k) {
    return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  }

  /// Exact sums while they are short, Stirling's series beyond.
  private static double logFactorial(long n) {
    if (n < 256) {
      var sum = 0.0;
      for (var i = 2L; i <= n; i++) {
        sum += Math.log((double) i);
      }
      return sum;
    }
    var x = (double) n;
    return x * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI * x) + 1 / (12 * x);
  }
}
