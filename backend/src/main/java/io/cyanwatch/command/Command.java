package io.cyanwatch.command;

import io.cyanwatch.fleet.DeviceRef;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What we asked of a device. It guards its own transitions; whoever loses a race is told by the
/// version.
@Entity
@Table(schema = "command", name = "command")
class Command {
  @Id private UUID id;
  @Version private int version;
  private long device;
  private String deviceId;
  private String op;
  private String args;
  private int ttl;

  @Convert(converter = StateColumn.class)
  private CommandState state;

  private String reason;
  private String requestedBy;
  private @Nullable String boot;
  private @Nullable Long generationBefore;
  private @Nullable Long generationAfter;
  private @Nullable String verified;

  /// Only queries read it.
  @SuppressWarnings("UnusedVariable")
  private @Nullable String idempotencyKey;

  private @Nullable String requestHash;
  private Instant createdAt;
  private @Nullable Instant sentAt;
  private @Nullable Instant acceptedAt;
  private @Nullable Instant finishedAt;

  /// Only queries read it.
  @SuppressWarnings("UnusedVariable")
  private @Nullable Instant dueAt;

  @SuppressWarnings("NullAway.Init")
  Command() {}

  Command(UUID id, DeviceRef device, Order order, String args, String requestedBy, Instant now) {
    this.id = id;
    this.device = device.nr();
    this.deviceId = device.id();
    this.op = order.op().key();
    this.args = args;
    this.ttl = (int) order.ttl().toSeconds();
    this.state = CommandState.QUEUED;
    this.reason = order.reason();
    this.requestedBy = requestedBy;
    this.idempotencyKey = order.idempotencyKey();
    this.requestHash = order.hash();
    this.createdAt = now;
    this.dueAt = now;
  }

  UUID id() {
    return id;
  }

  DeviceRef device(String site) {
    return new DeviceRef(device, deviceId, site);
  }

  String deviceId() {
    return deviceId;
  }

  long deviceNr() {
    return device;
  }

  Op op() {
    return Op.of(op).orElseThrow();
  }

  String args() {
    return args;
  }

  int ttl() {
    return ttl;
  }

  CommandState state() {
    return state;
  }

  boolean ended() {
    return state.ended();
  }

  @Nullable String boot() {
    return boot;
  }

  @Nullable Long generationBefore() {
    return generationBefore;
  }

  @Nullable Long generationAfter() {
    return generationAfter;
  }

  Instant sentAt() {
    return sentAt == null ? createdAt : sentAt;
  }

  Instant expiresAt() {
    return createdAt.plusSeconds(ttl);
  }

  @Nullable String requestHash() {
    return requestHash;
  }

  void lookAgain(Instant at) {
    dueAt = at;
  }

  /// The broker has it. The device has `ttl` and a little more to answer.
  void sent(String boot, @Nullable Long generation, Instant now) {
    this.state = CommandState.SENT;
    this.boot = boot;
    this.generationBefore = generation;
    this.sentAt = now;
    this.dueAt = now.plusSeconds(ttl).plus(Duration.ofSeconds(5));
  }

  void accepted(Instant now) {
    this.state = CommandState.ACCEPTED;
    this.acceptedAt = now;
  }

  /// The device says that it is done; now we look whether that is so.
  void verifying(@Nullable Long before, @Nullable Long after, Instant now) {
    this.state = CommandState.VERIFYING;
    this.acceptedAt = acceptedAt == null ? now : acceptedAt;
    this.generationBefore = before == null ? generationBefore : before;
    this.generationAfter = after;
    this.dueAt = now;
  }

  void proven(@Nullable Long generation, String by) {
    this.generationAfter = generation == null ? generationAfter : generation;
    this.verified = by;
  }

  void end(CommandState end, String why, Instant now) {
    if (!end.ended() || ended()) {
      throw new IllegalStateException("a command cannot go from " + state + " to " + end);
    }
    this.state = end;
    this.reason = why;
    this.finishedAt = now;
    this.dueAt = null;
  }

  CommandView view(Map<String, Object> args, List<CommandView.Step> history) {
    return new CommandView(
        id,
        deviceId,
        op,
        args,
        ttl,
        state.key(),
        reason,
        requestedBy,
        verified,
        generationBefore,
        generationAfter,
        createdAt,
        sentAt,
        acceptedAt,
        finishedAt,
        history);
  }
}
