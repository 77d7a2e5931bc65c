package io.cyanwatch.incident;

import java.util.List;

/// Which faults are open, for the other rooms.
public interface IncidentLog {

  /// Newest first.
  List<IncidentView> open();
}
