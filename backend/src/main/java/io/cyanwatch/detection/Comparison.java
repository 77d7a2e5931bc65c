package io.cyanwatch.detection;

import io.cyanwatch.detection.RegressionRule.Step;
import io.cyanwatch.detection.RegressionRule.Version;
import java.util.List;
import java.util.function.ToLongFunction;

/// How often something happened under one firmware and under the one before it, each kind of board
/// with itself: a rollout that began with the weaker boards is no regression.
record Comparison(List<Stratum> strata) {
  /// Beyond so many events the exact sum of many kinds is too long, and the normal one as good.
  private static final long EXACT = 2_000;

  Comparison {
    strata = List.copyOf(strata);
  }

  record Stratum(long ours, double ourTime, long theirs, double theirTime) {
    long all() {
      return ours + theirs;
    }

    double share() {
      return ourTime / (ourTime + theirTime);
    }
  }

  static Comparison of(List<Step> steps, ToLongFunction<Version> events) {
    return new Comparison(
        steps.stream()
            .map(
                step ->
                    new Stratum(
                        events.applyAsLong(step.now()),
                        step.now().deviceDays(),
                        events.applyAsLong(step.before()),
                        step.before().deviceDays()))
            .toList());
  }

  long ours() {
    return strata.stream().mapToLong(Stratum::ours).sum();
  }

  long theirs() {
    return strata.stream().mapToLong(Stratum::theirs).sum();
  }

  double ourTime() {
    return strata.stream().mapToDouble(Stratum::ourTime).sum();
  }

  double theirTime() {
    return strata.stream().mapToDouble(Stratum::theirTime).sum();
  }

  /// How many times as often as the firmware before would have had it in our time.
  double ratio() {
    var expected =
        strata.stream().mapToDouble(s -> s.ourTime * s.theirs / Math.max(s.theirTime, 1e-9)).sum();
    return expected == 0 ? Double.POSITIVE_INFINITY : ours() / expected;
  }

  /// How likely so many or more of all events fall into our time if both rates were equal: the
  /// exact test of two Poisson rates, kind by kind.
  double chance() {
    var judged =
        strata.stream().filter(s -> s.all() > 0 && s.share() > 0 && s.share() < 1).toList();
    var all = judged.stream().mapToLong(Stratum::all).sum();
    var ours = judged.stream().mapToLong(Stratum::ours).sum();
    if (judged.isEmpty()) {
      return 1;
    }
    if (judged.size() == 1) {
      var one = judged.getFirst();
      return chance(one.ours, one.ourTime, one.theirs, one.theirTime);
    }
    return all <= EXACT ? exact(judged, (int) ours) : normal(judged, ours);
  }

  private static double exact(List<Stratum> strata, int ours) {
    var sum = new double[] {1};
    for (var stratum : strata) {
      var next = new double[sum.length + (int) stratum.all()];
      for (var k = 0; k <= stratum.all(); k++) {
        var chance = chanceOf(k, stratum.all(), stratum.share());
        for (var i = 0; i < sum.length; i++) {
          next[i + k] += sum[i] * chance;
        }
      }
      sum = next;
    }
    var tail = 0.0;
    for (var k = ours; k < sum.length; k++) {
      tail += sum[k];
    }
    return Math.min(1, tail);
  }

  private static double normal(List<Stratum> strata, long ours) {
    var mean = strata.stream().mapToDouble(s -> s.all() * s.share()).sum();
    var variance = strata.stream().mapToDouble(s -> s.all() * s.share() * (1 - s.share())).sum();
    return tail((ours - 0.5 - mean) / Math.sqrt(variance));
  }

  /// Of the normal distribution, after Abramowitz and Stegun 26.2.17.
  private static double tail(double z) {
    if (z < 0) {
      return 1 - tail(-z);
    }
    var t = 1 / (1 + 0.2316419 * z);
    var polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
  }

  static double chance(long ours, double ourTime, long theirs, double theirTime) {
    var all = ours + theirs;
    var share = ourTime / (ourTime + theirTime);
    var sum = 0.0;
    for (var k = ours; k <= all; k++) {
      sum += chanceOf(k, all, share);
    }
    return Math.min(1, sum);
  }

  private static double chanceOf(long k, long all, double share) {
    return Math.exp(logChoose(all, k) + k * Math.log(share) + (all - k) * Math.log1p(-share));
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
