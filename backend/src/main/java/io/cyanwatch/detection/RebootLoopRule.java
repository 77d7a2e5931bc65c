package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.BootMark;
import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Too many boots that nobody wanted. Those inside an outage are the outage's.
record RebootLoopRule(
    int boots, Duration window, int bootsSlow, Duration windowSlow, int early, Duration cleared)
    implements Rule {
  static final String KIND = "reboot_loop";

  /// Expected once or twice; at this rate somebody's supply or finger is the fault.
  private static final Set<String> SUSPICIOUS_IN_NUMBERS = Set.of("power_on", "pin");

  private static final int IN_NUMBERS = 3;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Verdict judge(DeviceState state, Surroundings around, Instant now) {
    if (state.boots().isEmpty()) {
      return new Verdict.Unsure();
    }
    var last = state.boots().getLast();
    if (Duration.between(last.at(), now).compareTo(cleared) >= 0) {
      return state.online()
          ? new Verdict.Clear("Up for " + words(cleared) + ".")
          : new Verdict.Unsure(); // Gone: whether it still loops, nobody knows.
    }
    var own = state.boots().stream().filter(boot -> !around.explained(boot.at())).toList();
    var fast = unexpected(own, last.at().minus(window), true);
    if (fast.size() >= boots) {
      return fault(fast, state);
    }
    var slow = unexpected(own, last.at().minus(windowSlow), false);
    var many = slow.size() >= bootsSlow;
    var young = last.early() >= early && own.contains(last) && !last.expected();
    return many || young ? fault(slow, state) : new Verdict.Unsure();
  }

  /// Boots after `from`; one exactly on the edge does not count.
  private static List<BootMark> unexpected(
      List<BootMark> boots, Instant from, boolean numbersCount) {
    var recent = boots.stream().filter(boot -> boot.at().isAfter(from)).toList();
    var suspicious =
        recent.stream().filter(boot -> SUSPICIOUS_IN_NUMBERS.contains(boot.reset())).count();
    return recent.stream()
        .filter(
            boot ->
                !boot.expected()
                    || (numbersCount
                        && suspicious >= IN_NUMBERS
                        && SUSPICIOUS_IN_NUMBERS.contains(boot.reset())))
        .toList();
  }

  private static Verdict fault(List<BootMark> run, DeviceState state) {
    var first = run.getFirst();
    var within = Duration.between(first.at(), run.getLast().at());
    var reason = first.reset().replace('_', ' ');
    var summary =
        run.size() < 2
            ? "Its last %d resets came within a minute of uptime each; the newest reason was %s."
                .formatted(run.getLast().early(), reason)
            : "Restarted %d times in %s; the first reason was %s."
                .formatted(run.size(), words(within), reason);
    var ended = crumb(run).flatMap(Crumb::telling).map(bit -> " Before a reset " + bit + ".");
    return Verdict.fault(
        Severity.CRITICAL, first.at(), summary + ended.orElse(""), facts(run, state));
  }

  private static Optional<Crumb> crumb(List<BootMark> run) {
    return run.reversed().stream().flatMap(boot -> Stream.ofNullable(boot.crumb())).findFirst();
  }

  private static Facts facts(List<BootMark> run, DeviceState state) {
    var first = run.getFirst();
    var facts =
        new Facts()
            .put("subtype", subtype(first.reset()))
            .put("first_reason", first.reset())
            .put("first_data", first.data())
            .put("early", run.getLast().early())
            .put("os", state.about().os())
            .put("firmware", state.about().firmware())
            .put("last", crumb(run).map(Crumb::shown).orElse(null))
            .put("boots", run.stream().map(RebootLoopRule::shown).toList())
            .records(run.stream().map(BootMark::trace).toList());
    sign(run, facts);
    return facts;
  }

  /// The first boot of the run whose breadcrumb tells something; later ones are often consequences.
  private static void sign(List<BootMark> run, Facts facts) {
    for (var boot : run) {
      if (boot.signature() != null && boot.why() != null) {
        facts.signed(boot.signature(), boot.why());
        return;
      }
    }
    facts.signed(
        Signature.F10,
        "%d boots, the first for %s"
            .formatted(run.size(), run.getFirst().reset().replace('_', ' ')));
  }

  private static String subtype(String reset) {
    return switch (reset) {
      case "panic", "lockup" -> "panic";
      case "hw_watchdog", "task_watchdog" -> "watchdog";
      case "brownout", "power_on" -> "brownout";
      case "oom" -> "oom";
      default -> "unknown";
    };
  }

  private static Map<String, Object> shown(BootMark boot) {
    return new TreeMap<>(
        Map.of("at", boot.at().toString(), "boot", boot.boot(), "reset", boot.reset()));
  }

  private static String words(Duration duration) {
    return duration.toMinutes() >= 2 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
  }

  @Override
  public Optional<Instant> due(DeviceState state, Instant now) {
    return state.boots().isEmpty() || !state.holds().containsKey(KIND)
        ? Optional.empty()
        : Optional.of(state.boots().getLast().at().plus(cleared));
  }
}
