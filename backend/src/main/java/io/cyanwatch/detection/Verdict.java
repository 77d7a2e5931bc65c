package io.cyanwatch.detection;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a rule says of a subject.
public sealed interface Verdict {

  /// Something is broken.
  ///
  /// @param since when it began, as far as we know
  /// @param summary the sentence for people
  /// @param evidence rule, version, thresholds, and the facts that show it, in a stable order
  record Fault(Severity severity, Instant since, String summary, Map<String, Object> evidence)
      implements Verdict {

    public Fault {
      evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    }

    /// Under the name of its rule, so that a finding can be judged again later.
    Fault under(String rule, int version, Map<String, Object> thresholds) {
      var all = new LinkedHashMap<String, Object>();
      all.put("rule", rule);
      all.put("version", version);
      all.put("thresholds", thresholds);
      all.putAll(evidence);
      all.put("runbook", "/runbooks/" + rule);
      return new Fault(severity, since, summary, all);
    }
  }

  /// It is well again, or never was ill.
  record Clear(String reason) implements Verdict {}

  /// The facts say neither: an open fault stays open, and none is opened.
  record Unsure() implements Verdict {}

  /// A fault that is over, or nearly, is understood better now. Nobody is told again.
  ///
  /// @param from when that fault began
  /// @param signature what it was, as evidence; with `kind` if it was another kind of fault
  record Hindsight(Instant from, Map<String, Object> signature) implements Verdict {

    public Hindsight {
      signature = Collections.unmodifiableMap(new LinkedHashMap<>(signature));
    }
  }

  enum Severity {
    INFO,
    WARNING,
    CRITICAL
  }

  static Fault fault(Severity severity, Instant since, String summary, Facts facts) {
    return new Fault(severity, since, summary, facts.map());
  }
}
