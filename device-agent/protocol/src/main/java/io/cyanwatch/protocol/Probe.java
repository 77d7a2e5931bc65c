package io.cyanwatch.protocol;

import org.jspecify.annotations.Nullable;

/// What a device saw when it probed another.
///
/// @param id the command that asked for it
/// @param target `host:port`
/// @param ms how long it took
/// @param http the status code, where an HTTP answer came
public record Probe(
    Envelope envelope,
    @Nullable String id,
    String target,
    Outcome outcome,
    @Nullable Long ms,
    @Nullable Integer http)
    implements Message.Recorded {

  public enum Outcome {
    OPEN,
    REFUSED,
    TIMEOUT,
    SILENT,
    ERROR
  }
}
