package io.cyanwatch.protocol;

import java.util.Map;

/// An edge: something changed.
///
/// @param event one of the names in SPEC.md, or one that this version does not know yet
/// @param detail plain JSON values: strings, numbers, booleans, lists and maps of them
public record Event(Envelope envelope, String event, Map<String, Object> detail)
    implements Message.Recorded {

  public Event {
    detail = Map.copyOf(detail);
  }
}
