package io.cyanwatch.protocol;

import org.jspecify.annotations.Nullable;

/// A device's answer to a command.
///
/// @param id the command's id
/// @param reason of a refusal: `unknown_op stale_boot expired busy denied rate_limited bad_args`
public record Reply(
    Envelope envelope, String id, Status status, @Nullable String reason, @Nullable Result result)
    implements Message.Recorded {

  public enum Status {
    ACCEPTED,
    REJECTED,
    RUNNING,
    DONE,
    FAILED
  }

  public record Result(@Nullable Long genBefore, @Nullable Long genAfter, @Nullable Long err) {}
}
