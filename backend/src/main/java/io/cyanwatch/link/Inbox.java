package io.cyanwatch.link;

/// Takes what the broker delivers. Implemented by a room further along the line.
public interface Inbox {

  /// Must not block and must not throw. Whoever takes the delivery acknowledges it, in order of
  /// arrival.
  void accept(Delivery delivery);
}
