package io.cyanwatch.detection;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was told of the past, for whoever judges it again. The room that keeps incidents knows.
public interface PastIncidents {

  /// Those of this kind about these devices that were opened within the stretch.
  List<Past> ofDevices(String kind, Collection<Long> devices, Instant from, Instant to);

  /// Those of this kind about access points or sites that were opened within the stretch.
  List<Past> ofPlaces(String kind, Instant from, Instant to);

  /// How people are told of incidents.
  Manners manners();

  /// @param hold what an outage may explain waits for so long
  /// @param again a fault that comes back within this time continues its incident
  record Manners(Duration hold, Duration again) {}

  /// @param subject a device's id, an access point's address, a site's name
  /// @param resolvedAt null while it is open
  /// @param acknowledged whether a person took it on
  /// @param told whether people were told of it
  record Past(
      String id,
      String subject,
      Instant openedAt,
      @Nullable Instant resolvedAt,
      boolean acknowledged,
      boolean told) {}
}
