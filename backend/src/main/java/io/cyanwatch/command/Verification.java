package io.cyanwatch.command;

import io.cyanwatch.command.Prober.Outcome;
import io.cyanwatch.detection.Detection;
import io.cyanwatch.detection.Detection.Standing;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.fleet.Fleet.ProbeTarget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Looks whether a restart did what it should: the generation grew in the same boot, and a probe
/// taken
/// after that found the door open. Where no probe is possible, the device's word has to do.
@Component
class Verification {
  private static final Logger log = LoggerFactory.getLogger(Verification.class);
  private static final String SYSTEM = "system:verification";
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Commands commands;
  private final Life life;
  private final Detection detection;
  private final Fleet fleet;
  private final Prober prober;
  private final CommandProperties properties;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Verification(
      Commands commands,
      Life life,
      Detection detection,
      Fleet fleet,
      Prober prober,
      CommandProperties properties,
      TransactionTemplate transaction,
      Clock clock) {
    this.commands = commands;
    this.life = life;
    this.detection = detection;
    this.fleet = fleet;
    this.prober = prober;
    this.properties = properties;
    this.transaction = transaction;
    this.clock = clock;
  }

  /// Within the caller's transaction; the probe itself runs outside of any.
  void look(Command command, Instant now) {
    if (Duration.between(command.sentAt(), now).compareTo(limit(command)) > 0) {
      fail(command, "ineffective: it was done, but the listener did not come back.", now);
      return;
    }
    command.lookAgain(now.plus(PAUSE));
    if (!grew(command)) {
      return;
    }
    var target = fleet.probeTarget(command.deviceNr());
    if (target.isEmpty()) {
      command.proven(null, "device");
      succeed(command, "The device's generation grew; no outside probe is possible.", now);
      return;
    }
    command.lookAgain(now.plus(properties.probeTimeout().multipliedBy(2)).plus(PAUSE));
    var id = command.id();
    var device = fleet.find(command.deviceId());
    device.ifPresent(
        ref -> Thread.ofVirtual().name("verify-" + id).start(() -> probe(id, ref, target.get())));
  }

  private Duration limit(Command command) {
    return properties.verifyWithin().plusSeconds(command.ttl());
  }

  private boolean grew(Command command) {
    var before = command.generationBefore();
    var after = command.generationAfter();
    if (before == null || (after != null && after > before)) {
      return true;
    }
    return detection
        .standing(command.deviceNr())
        .filter(standing -> Objects.equals(standing.boot(), command.boot()))
        .map(Standing::generation)
        .filter(generation -> generation > before)
        .isPresent();
  }

  private void probe(UUID id, DeviceRef device, ProbeTarget target) {
    try {
      var outcome = prober.probe(target);
      var now = clock.instant();
      if (outcome != Outcome.NOT_EXECUTED) {
        detection.probed(device, outcome.key(), now);
      }
      transaction.executeWithoutResult(_ -> conclude(id, outcome, now));
    } catch (RuntimeException e) {
      log.warn("Command {} is verified later: {}", id, e.toString());
    }
  }

  private void conclude(UUID id, Outcome outcome, Instant now) {
    commands
        .locked(id)
        .filter(command -> command.state() == CommandState.VERIFYING)
        .ifPresent(
            command -> {
              if (outcome == Outcome.OPEN) {
                command.proven(null, "probe");
                succeed(command, "A probe from outside found it open.", now);
              } else {
                life.remark(id, "verifying", SYSTEM, "A probe said " + outcome.key() + ".", now);
                command.lookAgain(now.plus(PAUSE));
              }
            });
  }

  private void succeed(Command command, String why, Instant now) {
    command.end(CommandState.SUCCEEDED, why, now);
    life.step(command, SYSTEM, why, now);
  }

  private void fail(Command command, String why, Instant now) {
    command.end(CommandState.FAILED, why, now);
    life.step(command, SYSTEM, why, now);
  }
}
