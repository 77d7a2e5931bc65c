package io.cyanwatch.detection;

import java.util.List;

/// What can be found at all.
public interface IncidentKinds {

  /// The kind of each rule's incidents.
  List<String> kinds();
}
