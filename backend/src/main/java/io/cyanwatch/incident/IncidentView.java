package io.cyanwatch.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An incident as everybody else sees it; its JSON is the API's.
///
/// @param kind one of the names in the API, such as `dead_listener`
/// @param subjectType `device`, `access_point`, `site` or `fleet`
/// @param subject the device's id, the access point's address, or the site's name
/// @param device the device's id, where it is about one
/// @param severity `info`, `warning` or `critical`
/// @param state `open`, `acknowledged` or `resolved`
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IncidentView(
    UUID id,
    int version,
    String kind,
    String subjectType,
    String subject,
    @Nullable String device,
    String site,
    @Nullable String accessPoint,
    String severity,
    String state,
    String summary,
    Map<String, Object> evidence,
    Instant openedAt,
    @Nullable Instant acknowledgedAt,
    @Nullable String acknowledgedBy,
    @Nullable Instant resolvedAt,
    @Nullable String resolution,
    @Nullable Instant snoozedUntil,
    @Nullable UUID suppressedBy) {

  /// Where what it means and what cures it is written down.
  @JsonProperty
  public String runbook() {
    return "/runbooks/" + kind;
  }
}
