package io.cyanwatch.protocol;

/// The light that the board shows. [#CLOUD_CONNECTED] breathes cyan.
public enum Phase {
  NETWORK_OFF,
  NETWORK_ON,
  NETWORK_CONNECTING,
  NETWORK_DHCP,
  NETWORK_CONNECTED,
  CLOUD_CONNECTING,
  CLOUD_HANDSHAKE,
  CLOUD_CONNECTED,
  SAFE_MODE,
  LISTENING,
  DFU,
  UPDATE,
  PANIC
}
