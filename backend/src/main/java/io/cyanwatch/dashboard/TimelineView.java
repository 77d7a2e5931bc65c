package io.cyanwatch.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One device over a stretch of time; its JSON is the API's.
///
/// @param lanes `power`, `wifi`, `cloud` and `listener`, each in order and without overlaps
/// @param gauges by key; each point is the bucket's start, least, mean and most
record TimelineView(
    String device,
    Instant from,
    Instant to,
    Map<String, List<Span>> lanes,
    Map<String, List<List<Object>>> gauges,
    List<BootMark> boots,
    List<EventMark> events,
    List<IncidentBand> incidents,
    List<CommandMark> commands,
    List<Stretch> unwatched) {

  /// @param generation of the listener, in its lane
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Span(Instant from, Instant to, String value, @Nullable Long generation) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record BootMark(
      Instant at,
      String boot,
      @Nullable String reset,
      @Nullable Boolean expected,
      @Nullable String firmware,
      String why) {}

  record EventMark(Instant at, String name, Map<String, Object> detail, String boot) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record IncidentBand(
      UUID id,
      String kind,
      String severity,
      String summary,
      Instant openedAt,
      @Nullable Instant resolvedAt) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CommandMark(
      UUID id,
      String op,
      String state,
      @Nullable String verified,
      Instant createdAt,
      @Nullable Instant finishedAt) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Stretch(Instant from, @Nullable Instant to, String reason) {}
}
