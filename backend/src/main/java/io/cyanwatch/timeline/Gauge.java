package io.cyanwatch.timeline;

import java.util.Locale;

/// What is drawn as a curve. The lower-case name is the API's.
public enum Gauge {
  /// dBm.
  RSSI,
  /// Bytes.
  HEAP_FREE,
  /// Bytes, the least since boot.
  HEAP_MIN,
  /// Bytes, the largest free block.
  HEAP_BLOCK,
  /// Open clients.
  CLIENTS,
  /// Milliseconds to the vendor's cloud and back.
  CLOUD_RTT,
  /// Milliseconds, the longest gap of the main loop.
  LOOP_WORST;

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
