package io.cyanwatch.simulator.play;

import io.cyanwatch.simulator.device.Door;

/// A listening socket without a network, with the two ways in which real ones refuse to open.
final class VirtualDoor implements Door {
  /// The table of old Device OS.
  private static final int TABLE = 5;

  /// Device OS: a socket could not be created.
  private static final long NO_SOCKET = 25;

  /// lwIP: the address is still in use.
  private static final long IN_USE = -8;

  private final boolean leaks;
  private boolean open;
  private boolean held;
  private int leaked;

  /// @param leaks whether each closed socket stays in the system's table until the next reset
  VirtualDoor(boolean leaks) {
    this.leaks = leaks;
  }

  boolean isOpen() {
    return open;
  }

  /// The system holds the address back, as for connections in TIME_WAIT.
  void hold(boolean on) {
    held = on;
  }

  /// A reset empties the table.
  void rebooted() {
    leaked = 0;
    held = false;
  }

  @Override
  public boolean open() {
    close();
    open = !held && leaked < TABLE;
    return open;
  }

  @Override
  public void close() {
    if (open && leaks) {
      leaked++;
    }
    open = false;
  }

  @Override
  public void clear() {}

  @Override
  public long error() {
    return leaked >= TABLE ? NO_SOCKET : IN_USE;
  }
}
