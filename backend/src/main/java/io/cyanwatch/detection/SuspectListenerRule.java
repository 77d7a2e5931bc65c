package io.cyanwatch.detection;

import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// It may be deaf: WiFi came back and the listener was not started again on a board that needs it,
/// or nobody came for far longer than usual while its neighbours have visitors.
record SuspectListenerRule() implements Rule {
  static final String KIND = "listener_suspect";
  private static final Duration PEERS_LATELY = Duration.ofMinutes(5);
  private static final Duration AGAIN = Duration.ofMinutes(2);

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Verdict judge(DeviceState state, Surroundings around, Instant now) {
    var listener = state.listener();
    if (listener.dead() != null) {
      return new Verdict.Clear("It is proven dead.");
    }
    if (Boolean.FALSE.equals(state.network().wifiReady()) || !state.online()) {
      return listener.suspected() == null ? clear(state) : new Verdict.Unsure();
    }
    var missed = listener.missed();
    var deaf = Platforms.deafBecause(state.about());
    if (missed != null && deaf.isPresent() && "listening".equals(listener.reported())) {
      return notReopened(state, deaf.get());
    }
    var quiet = state.rhythm().quiet();
    var unusual = quiet != null && (listener.suspected() != null || visited(around, now));
    return unusual ? quiet(state) : clear(state);
  }

  private static boolean visited(Surroundings around, Instant now) {
    var peers = around.peersVisited();
    return peers != null && peers.isAfter(now.minus(PEERS_LATELY));
  }

  private static Verdict clear(DeviceState state) {
    var hold = state.holds().get(KIND);
    if (hold == null) {
      return new Verdict.Clear("Nothing speaks against it.");
    }
    var rhythm = state.rhythm();
    var proven = rhythm.proven();
    if (proven != null && !proven.isBefore(hold.since())) {
      return new Verdict.Clear(
          Signature.F18.said(
              "Nobody had come for %d s; %d s are usual"
                  .formatted(rhythm.harmless(), rhythm.usual())));
    }
    var probes = state.listener().outside();
    return !probes.isEmpty()
            && probes.getLast().outcome().equals("open")
            && !probes.getLast().at().isBefore(hold.since())
        ? new Verdict.Clear("A probe from outside found it open.")
        : new Verdict.Clear("Nothing speaks against it.");
  }

  private static Verdict notReopened(DeviceState state, String because) {
    var listener = state.listener();
    var missed = listener.missed();
    var start = listener.start();
    var facts =
        new Facts()
            .put("wifi_ups", listener.ups())
            .put("wifi_ups_at_start", start == null ? null : start.ups())
            .put("ip", listener.ip())
            .put("ip_at_start", start == null ? null : start.ip())
            .put("generation", listener.generation())
            .put("hardware", state.about().hardware())
            .put("os", state.about().os())
            .record(missed == null ? null : missed.at());
    var since = missed == null ? Instant.EPOCH : missed.at().at();
    var how =
        "WiFi up-edges or the address moved on and the generation stayed at %s; %s"
            .formatted(listener.generation(), because);
    Roaming.before(state.network(), since)
        .ifPresentOrElse(
            moved -> Roaming.sign(moved, since, how, facts), () -> facts.signed(Signature.F2, how));
    return Verdict.fault(
        Severity.INFO,
        since,
        "WiFi reconnected, but the listener was not started again: it may be deaf.",
        facts);
  }

  private static Verdict quiet(DeviceState state) {
    var rhythm = state.rhythm();
    var quiet = rhythm.quiet();
    var facts =
        new Facts()
            .put("idle_s", rhythm.quietIdle())
            .put("usual_s", rhythm.usual())
            .put("unusual_beyond_s", rhythm.patience().toSeconds())
            .put("samples", rhythm.samples())
            .record(quiet);
    return Verdict.fault(
        Severity.INFO,
        quiet == null ? Instant.EPOCH : quiet.at(),
        "Nobody came for %d min, far longer than usual, while its neighbours have visitors."
            .formatted(rhythm.quietIdle() / 60),
        facts);
  }

  /// Neighbours may have visitors later.
  @Override
  public Optional<Instant> due(DeviceState state, Instant now) {
    return state.rhythm().quiet() != null && state.listener().suspected() == null && state.online()
        ? Optional.of(now.plus(AGAIN))
        : Optional.empty();
  }
}
