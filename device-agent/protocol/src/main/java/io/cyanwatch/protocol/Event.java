package io.cyanwatch.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// An edge: something changed.
///
/// @param event one of the names in SPEC.md, or one that this version does not know yet
/// @param detail plain JSON values: strings, numbers, booleans, lists and maps of them,
/// in the order in which they came
public record Event(Envelope envelope, String event, Map<String, Object> detail)
    implements Message.Recorded {

  public Event {
    detail = Collections.unmodifiableMap(new LinkedHashMap<>(detail));
  }
}
