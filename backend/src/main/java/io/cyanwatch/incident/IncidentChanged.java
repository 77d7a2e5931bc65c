package io.cyanwatch.incident;

import java.time.Instant;

/// An incident changed. Published inside the changing transaction, after the row was written.
///
/// @param told whether people are told of it now; changes inside the hold, under a parent or while
/// snoozed are not
public record IncidentChanged(Change change, IncidentView incident, boolean told, Instant at) {

  public enum Change {
    OPENED,
    UPDATED,
    ACKNOWLEDGED,
    RESOLVED
  }
}
