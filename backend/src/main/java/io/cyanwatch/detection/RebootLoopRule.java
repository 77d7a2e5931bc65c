package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.BootMark;
import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Too many boots that nobody wanted.
record RebootLoopRule(
    int boots, Duration window, int bootsSlow, Duration windowSlow, int early, Duration cleared)
    implements Rule {
  /// Expected once or twice; at this rate somebody's supply or finger is the fault.
  private static final Set<String> SUSPICIOUS_IN_NUMBERS = Set.of("power_on", "pin");

  @Override
  public String kind() {
    return "reboot_loop";
  }

  @Override
  public Verdict judge(DeviceState state, Instant now) {
    if (state.boots().isEmpty()) {
      return new Verdict.Unsure();
    }
    var last = state.boots().getLast();
    var fast = unexpected(state, last.at().minus(window));
    var slow = unexpected(state, last.at().minus(windowSlow));
    var uptime = Duration.between(last.at(), now);
    if (uptime.compareTo(cleared) >= 0 && state.online()) {
      return new Verdict.Clear("Up for " + words(cleared) + ".");
    }
    if (uptime.compareTo(cleared) >= 0) {
      return new Verdict.Unsure(); // Gone: whether it still loops, nobody knows.
    }
    if (fast.size() >= boots) {
      return fault(fast);
    }
    if (slow.size() >= bootsSlow) {
      return fault(slow);
    }
    return last.early() >= early && !slow.isEmpty() ? fault(slow) : new Verdict.Unsure();
  }

  /// Boots after `from`; one exactly on the edge does not count.
  private static List<BootMark> unexpected(DeviceState state, Instant from) {
    var recent = state.boots().stream().filter(boot -> boot.at().isAfter(from)).toList();
    var unexpected = recent.stream().filter(boot -> !boot.expected()).toList();
    var suspicious =
        recent.stream().filter(boot -> SUSPICIOUS_IN_NUMBERS.contains(boot.reset())).toList();
    return suspicious.size() >= 3 && suspicious.size() > unexpected.size()
        ? suspicious
        : unexpected;
  }

  private Verdict fault(List<BootMark> run) {
    var first = run.getFirst();
    var within = Duration.between(first.at(), run.getLast().at());
    var summary =
        "Restarted %d times in %s; the first reason was %s."
            .formatted(run.size(), words(within), first.reset().replace('_', ' '));
    var resets =
        run.stream()
            .map(
                boot ->
                    Map.of("boot", boot.boot(), "at", boot.at().toString(), "reset", boot.reset()))
            .toList();
    return new Verdict.Fault(
        Severity.CRITICAL,
        first.at(),
        summary,
        Verdict.evidence(
            kind(),
            1,
            Map.of(
                "boots", boots,
                "window_s", window.toSeconds(),
                "boots_slow", bootsSlow,
                "window_slow_s", windowSlow.toSeconds(),
                "early", early),
            Map.of("subtype", first.reset(), "boots", resets)));
  }

  private static String words(Duration duration) {
    return duration.toMinutes() >= 2 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
  }
}
