package io.cyanwatch.simulator.device;

/// A listening socket, as the device's application sees it.
public interface Door {
  /// Starts to listen; false when the system says no. An open door is closed first.
  boolean open();

  /// Stops listening and drops the clients.
  void close();

  /// Drops the clients and goes on listening.
  void clear();

  /// Why [#open] said no, by the system's own number.
  default long error() {
    return Web.IN_USE;
  }
}
