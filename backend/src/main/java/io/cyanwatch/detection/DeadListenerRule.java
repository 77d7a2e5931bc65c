package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.Listener;
import io.cyanwatch.detection.DeviceState.ProbeMark;
import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The device is there, its WiFi is ready, and nobody can reach its server: proof, not suspicion.
record DeadListenerRule(Duration down, Duration probeGap, int selfProbeFails) implements Rule {
  static final String KIND = "dead_listener";

  /// Of Device OS, lwIP, Linux and ESP-IDF: no socket, address in use, too many files.
  private static final Set<Long> TABLE_FULL = Set.of(25L, -8L, 98L, 112L, 23L, 24L);

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Verdict judge(DeviceState state, Surroundings around, Instant now) {
    var dead = state.listener().dead();
    if (dead != null) {
      return fault(state, dead.at(), dead.why());
    }
    if (!state.online() || Boolean.FALSE.equals(state.network().wifiReady())) {
      return new Verdict.Unsure();
    }
    return proof(state, now)
        .<Verdict>map(proof -> fault(state, proof.since, proof.why))
        .orElseGet(() -> new Verdict.Clear("It answers again."));
  }

  private record Proof(Instant since, String why) {}

  private Optional<Proof> proof(DeviceState state, Instant now) {
    var listener = state.listener();
    var since = listener.downSince();
    if (since != null && lasted(state, since, now).compareTo(down) > 0) {
      return Optional.of(
          new Proof(
              since.at(),
              "The device says '%s' for more than %d s"
                  .formatted(listener.reported(), down.toSeconds())));
    }
    var probes = listener.selfProbes();
    return refusedTwice(listener)
        .or(
            () ->
                probes != null && probes.last() != null && probes.failsInRow() >= selfProbeFails
                    ? Optional.of(
                        new Proof(
                            probes.last().at(),
                            probes.failsInRow() + " probes of itself failed in a row"))
                    : Optional.empty());
  }

  /// While it could be reached, if only it had listened. Two records must say so: one is a
  /// snapshot, and its listener may have started a moment later.
  private static Duration lasted(DeviceState state, DeviceState.Trace down, Instant now) {
    var still = state.listener().downStill() == null ? down : state.listener().downStill();
    var since = state.whileHeard(down);
    return Duration.between(down.at(), still.at()).compareTo(ListenerFolding.FOLLOWED) < 0
        ? Duration.between(since, still.at())
        : Duration.between(since, now);
  }

  private Optional<Proof> refusedTwice(Listener listener) {
    var probes = listener.outside();
    if (probes.size() < 2 || !probes.getLast().outcome().equals("refused")) {
      return Optional.empty();
    }
    var last = probes.getLast();
    for (var i = probes.size() - 2; i >= 0 && probes.get(i).outcome().equals("refused"); i--) {
      if (Duration.between(probes.get(i).at(), last.at()).compareTo(probeGap) >= 0) {
        return Optional.of(
            new Proof(
                probes.get(i).at(),
                "Two probes from outside were refused while the device said '%s'"
                    .formatted(listener.reported())));
      }
    }
    return Optional.empty();
  }

  private static Verdict fault(DeviceState state, Instant since, String why) {
    var listener = state.listener();
    var facts =
        new Facts()
            .put("why", why)
            .put("since", since.toString())
            .put("listener", listener.reported())
            .put("generation", listener.generation())
            .put("wifi_ups", listener.ups())
            .put("fails", listener.fails())
            .put("error", listener.error())
            .put("probes", listener.outside().stream().map(DeadListenerRule::shown).toList())
            .record(listener.downSince())
            .record(listener.missed() == null ? null : listener.missed().at())
            .record(listener.selfProbes() == null ? null : listener.selfProbes().last());
    sign(state, since, facts);
    return Verdict.fault(
        Severity.CRITICAL,
        since,
        "Its web server does not answer although WiFi is up. " + why + ".",
        facts);
  }

  private static Map<String, Object> shown(ProbeMark probe) {
    return new TreeMap<>(Map.of("at", probe.at().toString(), "outcome", probe.outcome()));
  }

  /// When the first sign of it was seen.
  private static Instant ill(Listener listener, Instant since) {
    var missed = listener.missed() == null ? since : listener.missed().at().at();
    var down = listener.downSince() == null ? since : listener.downSince().at();
    return Collections.min(List.of(since, missed, down));
  }

  private static void sign(DeviceState state, Instant since, Facts facts) {
    var listener = state.listener();
    var error = listener.error();
    var fails = listener.fails();
    var ill = ill(listener, since);
    var moved = Roaming.before(state.network(), ill);
    var missed = listener.missed();
    if (fails != null && fails > 0 && error != null && TABLE_FULL.contains(error)) {
      facts.signed(
          Signature.F2B, "%d starts failed, the last with error %d".formatted(fails, error));
    } else if (moved.isPresent()) {
      var how = "the listener says '%s'".formatted(listener.reported());
      Roaming.sign(moved.get(), ill, how, facts);
    } else if (missed != null && listener.start() != null) {
      facts.signed(
          Signature.F2,
          "WiFi up-edges went from %s to %s and the generation stayed at %s"
              .formatted(listener.start().ups(), listener.ups(), listener.generation()));
    } else if (state.sockets().full() != null) {
      facts.signed(Signature.F4, "every place for clients is taken");
    } else {
      facts.signed(
          Signature.F2,
          "WiFi ready, listener '%s', and no connection".formatted(listener.reported()));
    }
  }
}
