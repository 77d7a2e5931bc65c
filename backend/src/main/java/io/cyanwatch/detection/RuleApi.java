package io.cyanwatch.detection;

import io.cyanwatch.access.Problem;
import io.cyanwatch.detection.RuleSettings.Wanted;
import io.cyanwatch.detection.Rules.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The rules over HTTP: their thresholds, and whether they are on, in the shadow, or off.
@RestController
@RequestMapping("/api/v1/rules")
class RuleApi {
  private static final Set<String> MODES = Set.of("on", "shadow", "off");
  private static final double MOST = 1e12;

  private final Rules rules;
  private final RuleSettings settings;

  RuleApi(Rules rules, RuleSettings settings) {
    this.rules = rules;
    this.settings = settings;
  }

  /// @param version of the rule's meaning
  /// @param changed counts the changes of its settings
  /// @param shadowFaults how often it would have opened an incident while in the shadow
  record View(
      String kind,
      int version,
      int changed,
      String mode,
      Map<String, Object> thresholds,
      Map<String, Object> defaults,
      long shadowFaults,
      String runbook) {}

  record All(List<View> rules) {}

  record Change(@Nullable List<One> rules) {}

  record One(
      @Nullable String kind,
      @Nullable Integer changed,
      @Nullable String mode,
      @Nullable Map<String, @Nullable Double> thresholds) {}

  @GetMapping
  All list() {
    var shadow = settings.shadowFaults();
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
        shadowFaults,
        "/runbooks/" + entry.kind());
  }

  @PutMapping
  All change(@RequestBody Change change) {
    var wanted = change.rules();
    if (wanted == null || wanted.isEmpty()) {
      throw Problem.badField("rules", "Name at least one rule, by its kind.");
    }
    settings.change(wanted.stream().map(this::checked).toList());
    return list();
  }

  private Wanted checked(One one) {
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
    var known = setting.entry().defaults().values().keySet();
    if (!known.contains(name)) {
      throw Problem.badField("thresholds." + name, "This rule knows " + known + ".");
    }
    if (value == null || value.isNaN() || value < 0 || value > MOST) {
      throw Problem.badField("thresholds." + name, "It must be a number from 0 on.");
    }
    if (Set.of("share", "back", "p").contains(name) && (value <= 0 || value > 1)) {
      throw Problem.badField("thresholds." + name, "It is a part of one, above 0 and at most 1.");
    }
    return value;
  }
}
