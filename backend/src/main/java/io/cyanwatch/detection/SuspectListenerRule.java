package io.cyanwatch.detection;

import io.cyanwatch.detection.Verdict.Severity;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// WiFi came back and the listener was not started again, on a board whose listener does not heal.
record SuspectListenerRule() implements Rule {
  /// Their listener belongs to a network session and dies with it.
  private static final Set<String> DOES_NOT_HEAL =
      Set.of("photon", "p1", "electron", "esp32", "esp8266");

  @Override
  public String kind() {
    return "listener_suspect";
  }

  @Override
  public Verdict judge(DeviceState state, Instant now) {
    var listener = state.listener();
    if (listener.dead() != null) {
      return new Verdict.Clear("It is proven dead.");
    }
    if (listener.suspected() != null) {
      return fault(listener.suspected().at(), state);
    }
    var start = listener.upsAtStart();
    var ups = listener.ups();
    if (start == null || ups == null || !state.online() || !doesNotHeal(state)) {
      return new Verdict.Clear("Nothing speaks against it.");
    }
    return ups > start ? fault(now, state) : new Verdict.Clear("Nothing speaks against it.");
  }

  private static boolean doesNotHeal(DeviceState state) {
    var hardware = state.hardware();
    return hardware != null && DOES_NOT_HEAL.contains(hardware.toLowerCase(Locale.ROOT));
  }

  private Verdict fault(Instant since, DeviceState state) {
    var listener = state.listener();
    return new Verdict.Fault(
        Severity.INFO,
        since,
        "WiFi reconnected, but the listener was not started again: it may be deaf.",
        Verdict.evidence(
            kind(),
            1,
            Map.of(),
            Map.of(
                "wifi_ups", String.valueOf(listener.ups()),
                "wifi_ups_at_start", String.valueOf(listener.upsAtStart()),
                "generation", String.valueOf(listener.generation()),
                "since", since.toString())));
  }
}
