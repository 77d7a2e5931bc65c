package io.cyanwatch.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.timeline.Timelines.Boot;
import io.cyanwatch.timeline.Timelines.Happening;
import io.cyanwatch.timeline.Timelines.Span;
import io.cyanwatch.timeline.Timelines.Unwatched;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One device over a stretch of time, with its incidents and commands; its JSON is the API's.
///
/// @param lanes `power wifi cloud listener`, each in order and without overlaps
/// @param gauges by key: `[time, min, avg, max]`
record TimelineView(
    String device,
    Instant from,
    Instant to,
    Map<String, List<Span>> lanes,
    Map<String, List<List<Object>>> gauges,
    List<Happening> events,
    List<Boot> boots,
    List<Band> incidents,
    List<Mark> commands,
    List<Unwatched> unwatched) {

  /// An incident behind everything.
  ///
  /// @param explainedBy the incident that it is only a part of, which is among these
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Band(
      UUID id,
      String kind,
      String severity,
      String state,
      String summary,
      @Nullable UUID explainedBy,
      Instant openedAt,
      @Nullable Instant resolvedAt) {}

  /// A command somewhere in its life.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Mark(
      UUID id,
      String op,
      String state,
      String reason,
      String requestedBy,
      @Nullable String verified,
      Instant createdAt,
      @Nullable Instant sentAt,
      @Nullable Instant acceptedAt,
      @Nullable Instant finishedAt) {}
}
