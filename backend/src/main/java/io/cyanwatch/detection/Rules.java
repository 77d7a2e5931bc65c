package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.Hold;
import io.cyanwatch.detection.Judgement.Opinion;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// All rules with the thresholds that are in force. A rule that fails for one device says nothing
/// of it, is counted, and stops nothing else.
@Component
class Rules implements RetiredKinds {
  private static final Logger log = LoggerFactory.getLogger(Rules.class);
  private static final String SHADOW = "shadow:";

  /// How a rule is used.
  enum Mode {
    ON,
    /// It judges and records, and nobody sees it.
    SHADOW,
    OFF
  }

  /// A rule as people set it.
  ///
  /// @param changed counts the changes of its settings; 0 for never
  record Setting(RuleBook.Entry entry, int changed, Mode mode, Thresholds thresholds) {

    Verdict.Fault signed(Verdict.Fault fault) {
      var shown = new TreeMap<String, Object>(thresholds.shown());
      shown.put("settings_version", (long) changed);
      return fault.under(entry.kind(), entry.version(), shown);
    }
  }

  private record Active(Setting setting, Rule rule, Hysteresis hysteresis) {}

  /// A rule failed while somebody tried it.
  static final class Failed extends RuntimeException {
    private Failed(String kind, RuntimeException cause) {
      super("The rule " + kind + " failed: " + cause, cause);
    }
  }

  private final MeterRegistry meters;
  private final boolean trial;
  private volatile Map<String, Setting> settings = Map.of();
  private volatile List<Active> active = List.of();

  @Autowired
  Rules(RuleBook book, MeterRegistry meters) {
    this(book, meters, false);
  }

  /// @param trial whether a rule that fails ends everything
  private Rules(RuleBook book, MeterRegistry meters, boolean trial) {
    this.meters = meters;
    this.trial = trial;
    use(
        book.entries().stream()
            .map(entry -> new Setting(entry, 0, Mode.ON, entry.defaults()))
            .toList());
  }

  /// Whether a hold is that of a rule in the shadow.
  static boolean isShadow(String hold) {
    return hold.startsWith(SHADOW);
  }

  /// The hold of a rule in the shadow.
  static String shadow(String kind) {
    return SHADOW + kind;
  }

  /// The kind that a hold is about.
  static String kind(String hold) {
    return isShadow(hold) ? hold.substring(SHADOW.length()) : hold;
  }

  /// From now on these.
  final void use(List<Setting> all) {
    var byKind = new LinkedHashMap<String, Setting>();
    var rules = new ArrayList<Active>();
    for (var setting : all) {
      byKind.put(setting.entry().kind(), setting);
      var is = setting.thresholds();
      setting
          .entry()
          .maker()
          .ifPresent(
              maker ->
                  rules.add(
                      new Active(
                          setting,
                          maker.apply(is),
                          new Hysteresis(is.seconds("open_s"), is.seconds("close_s")))));
    }
    settings = byKind;
    active = List.copyOf(rules);
  }

  List<Setting> settings() {
    return List.copyOf(settings.values());
  }

  Setting setting(String kind) {
    return Objects.requireNonNull(settings.get(kind), () -> "no rule is called " + kind);
  }

  Optional<Setting> known(@org.jspecify.annotations.Nullable String kind) {
    return kind == null ? Optional.empty() : Optional.ofNullable(settings.get(kind));
  }

  /// As they are, but for one of them, which is on. A rule that fails ends the trial.
  Rules but(RuleBook book, Setting one) {
    var rules = new Rules(book, meters, true);
    rules.use(
        settings().stream()
            .map(s -> s.entry().kind().equals(one.entry().kind()) ? one : s)
            .toList());
    return rules;
  }

  /// The kinds of the incidents that are about one device.
  List<String> kinds() {
    return active.stream().map(a -> a.setting().entry().kind()).toList();
  }

  @Override
  public Set<String> retired() {
    return settings.values().stream()
        .filter(setting -> setting.mode() != Mode.ON)
        .map(setting -> setting.entry().kind())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// How long a will waits for the device to come back.
  Duration willGrace() {
    return setting("offline").thresholds().seconds("will_grace_s");
  }

  UplinkRule uplink(String kind) {
    var is = setting(kind).thresholds();
    return new UplinkRule(
        kind,
        is.count("devices"),
        is.number("share"),
        is.seconds("window_s"),
        is.number("back"),
        is.count("access_points"));
  }

  /// What the rules find of one device.
  ///
  /// @param said what others hear
  /// @param shadowed what rules in the shadow would have said
  /// @param holds what to remember
  /// @param due when to look again
  record Findings(
      List<Opinion> said,
      List<Opinion> shadowed,
      TreeMap<String, Hold> holds,
      Optional<Instant> due) {}

  Findings judge(Subject subject, DeviceState state, Surroundings around, Instant now) {
    var findings =
        new Findings(
            new ArrayList<>(), new ArrayList<>(), new TreeMap<>(state.holds()), Optional.empty());
    for (var rule : active) {
      findings = judge(rule, subject, state, around, now, findings);
    }
    return findings;
  }

  private Findings judge(
      Active rule,
      Subject subject,
      DeviceState state,
      Surroundings around,
      Instant now,
      Findings so) {
    var kind = rule.setting().entry().kind();
    var mode = rule.setting().mode();
    var due = so.due();
    if (mode == Mode.OFF && !so.holds().containsKey(kind)) {
      return so;
    }
    var verdict =
        mode == Mode.OFF
            ? new Verdict.Clear("The rule was switched off.")
            : safely(rule, subject, state, around, now);
    var key = mode == Mode.SHADOW ? SHADOW + kind : kind;
    var other = mode == Mode.SHADOW ? kind : SHADOW + kind;
    var step = rule.hysteresis().step(so.holds().get(key), verdict, now);
    remember(so.holds(), key, step.hold());
    step.said()
        .map(said -> said instanceof Verdict.Fault f ? rule.setting().signed(f) : said)
        .ifPresent(
            said ->
                (mode == Mode.SHADOW ? so.shadowed() : so.said())
                    .add(new Opinion(subject, kind, said)));
    var left = so.holds().remove(other);
    if (left != null && left.open()) {
      (mode == Mode.SHADOW ? so.said() : so.shadowed())
          .add(new Opinion(subject, kind, new Verdict.Clear("The rule's mode was changed.")));
    }
    return new Findings(so.said(), so.shadowed(), so.holds(), earlier(due, step.due()));
  }

  /// When time alone may change what was found.
  Optional<Instant> due(DeviceState state, Instant now) {
    Optional<Instant> due = Optional.empty();
    for (var rule : active) {
      if (rule.setting().mode() != Mode.OFF) {
        due = earlier(due, rule.rule().due(state, now).filter(at -> at.isAfter(now)));
      }
    }
    return due;
  }

  /// When time alone may next change what was found, the open and close delays included.
  Optional<Instant> next(DeviceState state, Instant after) {
    var next = due(state, after);
    if (state.holds().isEmpty()) {
      return next;
    }
    for (var rule : active) {
      var kind = rule.setting().entry().kind();
      for (var key : List.of(kind, SHADOW + kind)) {
        var hold = state.holds().get(key);
        if (hold != null) {
          next = earlier(next, rule.hysteresis().ripe(hold).filter(at -> at.isAfter(after)));
        }
      }
    }
    return next;
  }

  private static void remember(
      Map<String, Hold> holds, String key, @org.jspecify.annotations.Nullable Hold hold) {
    if (hold == null) {
      holds.remove(key);
    } else {
      holds.put(key, hold);
    }
  }

  static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
    return a.isPresent() && b.isPresent() ? (a.get().isBefore(b.get()) ? a : b) : a.or(() -> b);
  }

  private Verdict safely(
      Active rule, Subject subject, DeviceState state, Surroundings around, Instant now) {
    return safely(
        rule.setting().entry().kind(), subject.id(), () -> rule.rule().judge(state, around, now));
  }

  /// What a rule says; nothing, if it fails.
  Verdict safely(String kind, String subject, Supplier<Verdict> rule) {
    try {
      return rule.get();
    } catch (RuntimeException e) {
      if (trial) {
        throw new Failed(kind, e);
      }
      meters.counter("cyanwatch.detection.rule.failures", "rule", kind).increment();
      log.error("Rule {} failed for {}", kind, subject, e);
      return new Verdict.Unsure();
    }
  }
}
