package io.cyanwatch.protocol;

/// What the device believes of its own listening socket.
public enum ListenerState {
  DOWN,
  STARTING,
  LISTENING,
  SUSPECT,
  BACKOFF,
  DISABLED
}
