package io.cyanwatch.detection;

import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import java.time.Instant;

/// Gone without a goodbye: its will came and its grace passed, or it was silent for too long.
record OfflineRule(Duration willGrace) implements Rule {
  static final String KIND = "offline";
  private static final String NO_ADDRESS = "0.0.0.0";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Verdict judge(DeviceState state, Surroundings around, Instant now) {
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
    return Verdict.fault(Severity.WARNING, lost.since(), how, facts(state, lost));
  }

  private static Facts facts(DeviceState state, DeviceState.Lost lost) {
    var network = state.network();
    var facts =
        new Facts()
            .put("cause", lost.cause())
            .put("since", lost.since().toString())
            .put("silence_s", state.patience().toSeconds())
            .put("boot", state.boot())
            .put("conn", state.conn())
            .put("will", lost.cause().equals("will") ? will(state, lost) : null)
            .put("wifi_ready", network.wifiReady())
            .put("phase", network.phase())
            .record(network.phaseSince());
    if (Boolean.FALSE.equals(network.wifiReady())) {
      facts.signed(Signature.F8, "its last heartbeat said that WiFi was not ready");
    } else if (NO_ADDRESS.equals(network.ip())) {
      var how = "WiFi was ready and its address was " + NO_ADDRESS;
      Roaming.before(network, lost.since())
          .ifPresentOrElse(
              moved -> Roaming.sign(moved, lost.since(), how, facts),
              () -> facts.signed(Signature.F6, how));
    }
    return facts;
  }

  /// It takes no number among the records of its boot.
  private static String will(DeviceState state, DeviceState.Lost lost) {
    return "of connection %d, at %s".formatted(state.conn(), lost.since());
  }
}
