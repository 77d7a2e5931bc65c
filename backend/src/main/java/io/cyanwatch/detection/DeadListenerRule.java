package io.cyanwatch.detection;

import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The device is there, its WiFi is ready, and nobody can reach its server: proof, not suspicion.
record DeadListenerRule(Duration down, Duration probeGap) implements Rule {
  private static final int FAILS = 3;

  @Override
  public String kind() {
    return "dead_listener";
  }

  @Override
  public Verdict judge(DeviceState state, Instant now) {
    var dead = state.listener().dead();
    if (dead != null) {
      return fault(dead.at(), dead.why());
    }
    if (!state.online() || Boolean.FALSE.equals(state.wifiReady())) {
      return new Verdict.Unsure();
    }
    return proof(state, now)
        .<Verdict>map(why -> fault(now, why))
        .orElseGet(() -> new Verdict.Clear("It answers again."));
  }

  private Optional<String> proof(DeviceState state, Instant now) {
    var listener = state.listener();
    var since = listener.downSince();
    if (since != null && Duration.between(since, now).compareTo(down) > 0) {
      return Optional.of(
          "The device says '%s' for more than %d s"
              .formatted(listener.reported(), down.toSeconds()));
    }
    if (refusedTwice(state)) {
      return Optional.of(
          "Two probes from outside were refused while the device said '%s'"
              .formatted(listener.reported()));
    }
    var probes = listener.selfProbes();
    return probes != null && probes.failsInRow() >= FAILS
        ? Optional.of(probes.failsInRow() + " probes of itself failed in a row")
        : Optional.empty();
  }

  private boolean refusedTwice(DeviceState state) {
    var probes = state.listener().outside();
    if (probes.size() < 2) {
      return false;
    }
    var last = probes.getLast();
    if (!last.outcome().equals("refused")) {
      return false;
    }
    for (var i = probes.size() - 2; i >= 0 && probes.get(i).outcome().equals("refused"); i--) {
      if (Duration.between(probes.get(i).at(), last.at()).compareTo(probeGap) >= 0) {
        return true;
      }
    }
    return false;
  }

  private Verdict fault(Instant since, String why) {
    return new Verdict.Fault(
        Severity.CRITICAL,
        since,
        "Its web server does not answer although WiFi is up. " + why + ".",
        Verdict.evidence(
            kind(),
            1,
            Map.of(
                "down_s", down.toSeconds(),
                "probe_gap_s", probeGap.toSeconds(),
                "self_probe_fails", FAILS),
            Map.of("why", why, "since", since.toString())));
  }
}
