package io.cyanwatch.detection;

import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// We hear it and the vendor's cloud does not.
record CloudRule(Duration patience) implements Rule {
  /// Where a board waits for the network or the cloud.
  static final Set<String> ON_THE_WAY =
      Set.of("network_dhcp", "network_connecting", "cloud_connecting", "cloud_handshake");

  @Override
  public String kind() {
    return "cloud_only";
  }

  @Override
  public Verdict judge(DeviceState state, Surroundings around, Instant now) {
    var lost = state.network().cloudLost();
    if (lost == null) {
      return new Verdict.Clear("It has its cloud again.");
    }
    if (!state.online()) {
      return new Verdict.Unsure();
    }
    if (!now.isAfter(state.whileHeard(lost).plus(patience))) {
      return new Verdict.Unsure();
    }
    var facts = new Facts().put("since", lost.at().toString()).record(lost);
    sign(state, now, facts);
    return Verdict.fault(
        Severity.WARNING,
        lost.at(),
        "It has been without its vendor's cloud for more than %d min, and reports to us."
            .formatted(patience.toMinutes()),
        facts);
  }

  private void sign(DeviceState state, Instant now, Facts facts) {
    var phase = state.network().phase();
    var since = state.network().phaseSince();
    if (phase != null
        && since != null
        && ON_THE_WAY.contains(phase)
        && now.isAfter(since.at().plus(patience))) {
      facts
          .put("phase", phase)
          .signed(Signature.F16, "in phase %s since %s".formatted(phase, since.at()));
    } else {
      facts.signed(
          Signature.F7,
          "cloud away since %s, listener %s, MQTT up"
              .formatted(lost(state), state.listener().reported()));
    }
  }

  private static String lost(DeviceState state) {
    var lost = state.network().cloudLost();
    return lost == null ? "" : lost.at().toString();
  }

  @Override
  public Optional<Instant> due(DeviceState state, Instant now) {
    var lost = state.network().cloudLost();
    return lost == null || !state.online()
        ? Optional.empty()
        : Optional.of(state.whileHeard(lost).plus(patience).plusMillis(1));
  }
}
