package io.cyanwatch.incident;

import java.util.List;

/// Which faults are open, for the other rooms.
public interface IncidentLog {

  /// Newest first.
  List<IncidentView> open();

  /// Whether a fault of this kind is open for this subject: a device's id, an access point's
  /// address.
  boolean isOpen(String kind, String subject);
}
