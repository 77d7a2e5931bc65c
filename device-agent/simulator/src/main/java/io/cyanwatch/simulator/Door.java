package io.cyanwatch.simulator;

/// A listening socket, as the device's application sees it.
interface Door {
  /// Starts to listen; false when the system says no. An open door is closed first.
  boolean open();

  /// Stops listening and drops the clients.
  void close();

  /// Drops the clients and goes on listening.
  void clear();
}
