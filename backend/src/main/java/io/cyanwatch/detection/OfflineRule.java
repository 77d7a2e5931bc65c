package io.cyanwatch.detection;

import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Gone without a goodbye: its will came and its grace passed, or it was silent for too long.
record OfflineRule(Duration willGrace) implements Rule {

  @Override
  public String kind() {
    return "offline";
  }

  @Override
  public Verdict judge(DeviceState state, Instant now) {
    var lost = state.lost();
    if (lost == null) {
      return new Verdict.Clear("It is back.");
    }
    if (lost.cause().equals("bye")) {
      return new Verdict.Clear("It said goodbye.");
    }
    var how =
        lost.cause().equals("will")
            ? "Its connection broke and it did not come back within "
                + willGrace.toSeconds()
                + " s."
            : "Not heard for more than " + state.patience().toSeconds() + " s.";
    return new Verdict.Fault(
        Severity.WARNING,
        lost.since(),
        how,
        Verdict.evidence(
            kind(),
            1,
            Map.of(
                "will_grace_s", willGrace.toSeconds(), "silence_s", state.patience().toSeconds()),
            Map.of("cause", lost.cause(), "since", lost.since().toString())));
  }
}
