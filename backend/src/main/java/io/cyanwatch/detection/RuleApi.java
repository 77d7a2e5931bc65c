package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.cyanwatch.access.Problem;
import io.cyanwatch.detection.RuleSettings.Wanted;
import io.cyanwatch.detection.Rules.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The rules over HTTP: their thresholds, and whether they are on, in the shadow, or off.
@RestController
@RequestMapping("/api/v1/rules")
class RuleApi {
  private static final int MOST_SHOWN = 500;
  private static final Set<String> MODES = Set.of("on", "shadow", "off");

  /// What `GET` says of a rule may come back as it is.
  private static final Set<String> READ_ONLY =
      Set.of("version", "defaults", "limits", "shadow_faults", "runbook");

  private final Rules rules;
  private final RuleSettings settings;
  private final Shadows shadows;

  RuleApi(Rules rules, RuleSettings settings, Shadows shadows) {
    this.rules = rules;
    this.settings = settings;
    this.shadows = shadows;
  }

  /// @param version of the rule's meaning
  /// @param changed counts the changes of its settings
  /// @param limits of each threshold: the least and the most that it may be
  /// @param shadowFaults how often it would have opened an incident while in the shadow
  record View(
      String kind,
      int version,
      int changed,
      String mode,
      Map<String, Object> thresholds,
      Map<String, Object> defaults,
      Map<String, Limits> limits,
      long shadowFaults,
      String runbook) {}

  record All(List<View> rules) {}

  record Change(@Nullable List<@Nullable One> rules, @JsonAnySetter Map<String, Object> other) {}

  record One(
      @Nullable String kind,
      @Nullable Integer changed,
      @Nullable String mode,
      @Nullable Map<String, @Nullable Double> thresholds,
      @JsonAnySetter Map<String, Object> other) {}

  @GetMapping
  All list() {
    var shadow = shadows.faults();
    return new All(
        rules.settings().stream()
            .map(setting -> view(setting, shadow.getOrDefault(setting.entry().kind(), 0L)))
            .toList());
  }

  private static View view(Setting setting, long shadowFaults) {
    var entry = setting.entry();
    return new View(
        entry.kind(),
        entry.version(),
        setting.changed(),
        setting.mode().name().toLowerCase(Locale.ROOT),
        setting.thresholds().shown(),
        entry.defaults().shown(),
        entry.limits(),
        shadowFaults,
        "/runbooks/" + entry.kind());
  }

  record Shadow(List<Shadows.Row> findings) {}

  /// What a rule found while it was in the shadow, the newest first.
  @GetMapping("/{kind}/shadow")
  Shadow shadow(@PathVariable String kind) {
    if (rules.known(kind).isEmpty()) {
      throw Problem.notFound("rule", kind);
    }
    return new Shadow(shadows.of(kind, MOST_SHOWN));
  }

  @PutMapping
  All change(@RequestBody Change change) {
    known(change.other(), Set.of());
    var wanted = change.rules();
    if (wanted == null || wanted.isEmpty()) {
      throw Problem.badField("rules", "Name at least one rule, by its kind.");
    }
    settings.change(wanted.stream().map(this::checked).toList());
    return list();
  }

  private Wanted checked(@Nullable One one) {
    if (one == null) {
      throw Problem.badField("rules", "Each is an object with the kind of a rule.");
    }
    known(one.other(), READ_ONLY);
    var kind = one.kind();
    var setting =
        rules
            .known(kind)
            .orElseThrow(() -> Problem.badField("kind", "There is no rule '" + kind + "'."));
    if (one.mode() != null && !MODES.contains(one.mode())) {
      throw Problem.badField("mode", "It must be on, shadow or off.");
    }
    var given = one.thresholds();
    if (given == null) {
      return new Wanted(setting.entry().kind(), one.changed(), one.mode(), null);
    }
    return new Wanted(setting.entry().kind(), one.changed(), one.mode(), checked(setting, given));
  }

  /// @throws Problem naming the threshold that is wrong
  static Map<String, Double> checked(Setting setting, Map<String, @Nullable Double> given) {
    var thresholds = new java.util.TreeMap<String, Double>();
    given.forEach((name, value) -> thresholds.put(name, checked(setting, name, value)));
    return thresholds;
  }

  private static double checked(Setting setting, String name, @Nullable Double value) {
    var number = value == null ? Double.NaN : value;
    setting
        .entry()
        .complaint(name, number)
        .ifPresent(
            complaint -> {
              throw Problem.badField("thresholds." + name, complaint);
            });
    return number;
  }

  /// @throws Problem naming a field that means nothing here: it may be a known one, misspelled
  static void known(@Nullable Map<String, Object> other, Set<String> too) {
    if (other == null) {
      return;
    }
    for (var name : other.keySet()) {
      if (!too.contains(name)) {
        throw Problem.badField(name, "There is no such field.");
      }
    }
  }
}
