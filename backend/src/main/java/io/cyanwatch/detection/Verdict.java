package io.cyanwatch.detection;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a rule says of a subject.
public sealed interface Verdict {

  /// Something is broken.
  ///
  /// @param since when it began, as far as we know
  /// @param summary the sentence for people
  /// @param evidence rule, version, thresholds, and the facts that show it
  record Fault(Severity severity, Instant since, String summary, Map<String, Object> evidence)
      implements Verdict {

    public Fault {
      evidence = Map.copyOf(evidence);
    }
  }

  /// It is well again, or never was ill.
  record Clear(String reason) implements Verdict {}

  /// The facts say neither: an open fault stays open, and none is opened.
  record Unsure() implements Verdict {}

  enum Severity {
    INFO,
    WARNING,
    CRITICAL
  }

  /// Evidence always names its rule, so that a finding can be judged again later.
  static Map<String, Object> evidence(
      String rule, int version, Map<String, ?> thresholds, Map<String, ?> facts) {
    var evidence = new LinkedHashMap<String, Object>();
    evidence.put("rule", rule);
    evidence.put("version", version);
    evidence.put("thresholds", Map.copyOf(thresholds));
    evidence.put("facts", Map.copyOf(facts));
    return evidence;
  }
}
