package io.cyanwatch.simulator;

import io.cyanwatch.simulator.device.Door;

/// A listener in name only: its device believes in it, and nobody can knock.
final class PaintedDoor implements Door {
  @Override
  public boolean open() {
    return true;
  }

  @Override
  public void close() {}

  @Override
  public void clear() {}
}
