package io.cyanwatch.detection;

import io.cyanwatch.detection.Judgement.Opinion;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// All rules with their thresholds. A rule that fails for one device says nothing of it, is
/// counted,
/// and stops nothing else.
@Component
class Rules {
  private static final Logger log = LoggerFactory.getLogger(Rules.class);

  private final List<Rule> rules;
  private final UplinkRule uplink;
  private final MeterRegistry meters;

  Rules(DetectionProperties is, MeterRegistry meters) {
    this.meters = meters;
    this.rules =
        List.of(
            new OfflineRule(is.willGrace()),
            new RebootLoopRule(
                is.loopBoots(),
                is.loopWindow(),
                is.loopBootsSlow(),
                is.loopWindowSlow(),
                is.loopEarly(),
                is.loopCleared()),
            new DeadListenerRule(is.listenerDown(), is.probeGap()),
            new SuspectListenerRule());
    this.uplink =
        new UplinkRule(is.uplinkDevices(), is.uplinkShare(), is.uplinkWindow(), is.uplinkBack());
  }

  /// The kinds of the incidents that are about one device.
  List<String> kinds() {
    return rules.stream().map(Rule::kind).toList();
  }

  UplinkRule uplink() {
    return uplink;
  }

  List<Opinion> judge(Subject subject, DeviceState state, Instant now) {
    var opinions = new ArrayList<Opinion>(rules.size());
    for (var rule : rules) {
      opinions.add(new Opinion(subject, rule.kind(), safely(rule, subject, state, now)));
    }
    return opinions;
  }

  private Verdict safely(Rule rule, Subject subject, DeviceState state, Instant now) {
    try {
      return rule.judge(state, now);
    } catch (RuntimeException e) {
      meters.counter("cyanwatch.detection.rule.failures", "rule", rule.kind()).increment();
      log.error("Rule {} failed for {}", rule.kind(), subject.id(), e);
      return new Verdict.Unsure();
    }
  }
}
