package io.cyanwatch.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A command as everybody else sees it; its JSON is the API's.
///
/// @param state `queued sent accepted verifying succeeded failed rejected timed_out expired
/// canceled`
/// @param verified `probe` when an outside probe proved it, `device` when only the device's word
/// did
/// @param history oldest first; empty in lists
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommandView(
    UUID id,
    String device,
    String op,
    Map<String, Object> args,
    int ttl,
    String state,
    String reason,
    String requestedBy,
    @Nullable String verified,
    @Nullable Long generationBefore,
    @Nullable Long generationAfter,
    Instant createdAt,
    @Nullable Instant sentAt,
    @Nullable Instant acceptedAt,
    @Nullable Instant finishedAt,
    List<Step> history) {

  public record Step(Instant at, String state, String actor, String detail) {}
}
