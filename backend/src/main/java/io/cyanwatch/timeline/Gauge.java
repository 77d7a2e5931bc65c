package io.cyanwatch.timeline;

import java.util.Locale;

/// What is drawn as a curve. The lower-case name is the API's. New ones go to the end:
/// summaries are stored in this order.
public enum Gauge {
  /// dBm.
  RSSI("wifi.rssi"),
  /// Bytes.
  HEAP_FREE("mem.free"),
  /// Bytes, the least since boot.
  HEAP_MIN("mem.min"),
  /// Bytes, the largest free block.
  HEAP_BLOCK("mem.block"),
  /// Open clients.
  CLIENTS("clients.open"),
  /// Milliseconds to the vendor's cloud and back.
  CLOUD_RTT("cloud.rtt"),
  /// Milliseconds, the longest gap of the main loop.
  LOOP_WORST("loop.worst");

  private final String path;

  Gauge(String path) {
    this.path = path;
  }

  /// Where a stored body has it.
  String path() {
    return path;
  }

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
