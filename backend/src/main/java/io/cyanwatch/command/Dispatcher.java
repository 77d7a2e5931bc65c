package io.cyanwatch.command;

import io.cyanwatch.detection.Detection;
import io.cyanwatch.detection.Detection.Standing;
import io.cyanwatch.ingest.Answers;
import io.cyanwatch.ingest.Answers.Answer;
import io.cyanwatch.link.Link;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Leads commands through their life. The broker's word, the device's word and the effect are three
/// different facts; every command ends.
@Component
class Dispatcher {
  private static final int AT_ONCE = 200;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String SYSTEM = "system:dispatcher";

  private final Commands commands;
  private final Life life;
  private final Link link;
  private final Detection detection;
  private final Verification verification;
  private final CommandProperties properties;
  private final Clock clock;

  Dispatcher(
      Commands commands,
      Life life,
      Link link,
      Detection detection,
      Verification verification,
      CommandProperties properties,
      Clock clock) {
    this.commands = commands;
    this.life = life;
    this.link = link;
    this.detection = detection;
    this.verification = verification;
    this.properties = properties;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT0.3S", initialDelayString = "PT2S")
  @Transactional
  public void lookAtThoseDue() {
    var now = clock.instant();
    for (var command : commands.due(now, AT_ONCE)) {
      switch (command.state()) {
        case QUEUED -> send(command, now);
        case SENT -> end(command, CommandState.TIMED_OUT, "The device did not answer.", now);
        case ACCEPTED ->
            end(command, CommandState.TIMED_OUT, "The device accepted it and said no more.", now);
        case VERIFYING -> verification.look(command, now);
        case SUCCEEDED, FAILED, REJECTED, TIMED_OUT, EXPIRED, CANCELED -> {}
      }
    }
  }

  private void send(Command command, Instant now) {
    if (!now.isBefore(command.expiresAt())) {
      end(command, CommandState.EXPIRED, "The device did not come online in time.", now);
      return;
    }
    var standing = detection.standing(command.deviceNr()).filter(Standing::online);
    var boot = standing.map(Standing::boot);
    if (boot.isEmpty() || !publish(command, boot.get(), now)) {
      command.lookAgain(now.plus(PAUSE));
      return;
    }
    command.sent(boot.get(), standing.get().generation(), now);
    life.step(command, SYSTEM, "Handed to the broker for boot " + boot.get() + ".", now);
  }

  /// Handing it over twice is harmless: the device runs an id at most once.
  private boolean publish(Command command, String boot, Instant now) {
    var left = (int) Math.max(1, Duration.between(now, command.expiresAt()).toSeconds());
    var id = command.id().toString();
    var message =
        new io.cyanwatch.protocol.Command(id, command.op().key(), boot, left, life.args(command));
    return link.publish(
        Topics.command(command.deviceId()),
        Wire.encode(message, Wire.Format.JSON),
        Duration.ofSeconds(left),
        Topics.up(command.deviceId(), Topics.Channel.REPLY),
        id.getBytes(StandardCharsets.US_ASCII));
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  public void on(Answers answers) {
    answers.answers().forEach(answer -> answer(answer, answers.at()));
  }

  private void answer(Answer answer, Instant now) {
    id(answer.command())
        .flatMap(commands::locked)
        // A device speaks for its own commands only.
        .filter(command -> command.deviceNr() == answer.device().nr())
        .ifPresent(command -> answer(command, answer, now));
  }

  private void answer(Command command, Answer answer, Instant now) {
    var device = "device:" + answer.device().id();
    if (command.ended()) {
      var late = "Said '%s' after the command had ended.".formatted(answer.status());
      life.remark(command.id(), command.state().key(), device, late, now);
      return;
    }
    switch (answer.status()) {
      case "accepted", "running" -> accepted(command, device, now);
      case "rejected" -> finish(command, CommandState.REJECTED, device, why(answer), now);
      case "failed" -> finish(command, CommandState.FAILED, device, why(answer), now);
      case "done" -> done(command, answer, device, now);
      default -> life.remark(command.id(), command.state().key(), device, answer.status(), now);
    }
  }

  private void accepted(Command command, String device, Instant now) {
    if (command.state() == CommandState.SENT || command.state() == CommandState.QUEUED) {
      command.accepted(now);
      command.lookAgain(now.plus(properties.verifyWithin()));
      life.step(command, device, "The device took it.", now);
    }
  }

  private void done(Command command, Answer answer, String device, Instant now) {
    if (command.op().verified()) {
      command.verifying(answer.generationBefore(), answer.generationAfter(), now);
      life.step(command, device, "The device says that it is done.", now);
    } else {
      command.proven(null, "device");
      finish(command, CommandState.SUCCEEDED, device, "The device says that it is done.", now);
    }
  }

  private void finish(Command command, CommandState state, String actor, String why, Instant now) {
    command.end(state, why, now);
    life.step(command, actor, why, now);
  }

  private void end(Command command, CommandState state, String why, Instant now) {
    finish(command, state, SYSTEM, why, now);
  }

  private static String why(Answer answer) {
    return answer.reason() == null ? "The device gave no reason." : answer.reason();
  }

  private static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // None of ours.
    }
  }
}
