package io.cyanwatch.detection;

import io.cyanwatch.detection.Verdict.Severity;
import java.time.Instant;

/// Its wall clock is off by more than a day. Nothing else is judged by it.
record ClockRule() implements Rule {

  @Override
  public String kind() {
    return "time_implausible";
  }

  @Override
  public Verdict judge(DeviceState state, Surroundings around, Instant now) {
    var since = state.implausible();
    return since == null
        ? new Verdict.Clear("Its clock is plausible again.")
        : Verdict.fault(
            Severity.INFO,
            since.at(),
            "Its clock is off by more than a day; its uptime is used instead.",
            new Facts()
                .put("since", since.at().toString())
                .put("ahead_s", since.seconds() == 0 ? null : since.seconds())
                .record(since.trace()));
  }
}
