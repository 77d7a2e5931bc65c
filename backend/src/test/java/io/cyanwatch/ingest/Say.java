package io.cyanwatch.ingest;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Payloads as devices write them.
final class Say {
  static final String BOOT = "00000007-c0ffee00";

  private Say() {}

  static String event(long seq) {
    return event(BOOT, seq, "");
  }

  /// @param more further fields, each with a comma behind it
  static String event(String boot, long seq, String more) {
    return """
        {"boot":"%s","seq":%d,"conn":1,"up":%d,%s"event":"log","detail":{"n":%d}}"""
        .formatted(boot, seq, seq * 10, more, seq);
  }

  static String events(String boot, long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(seq -> event(boot, seq, ""))
        .collect(Collectors.joining(",", "[", "]"));
  }

  static String birth(String boot, long seq, String reset, String more) {
    return """
        {"boot":"%s","seq":%d,"conn":1,"up":%d,%s"interval":30,"reset":{"class":"%s"},
         "device":{"hw":"photon","fw":"1.0.0"},"net":{"gw":"10.0.0.1"}}"""
        .formatted(boot, seq, seq * 10, more, reset);
  }

  static String health(String boot, long seq, String more) {
    return """
        {"boot":"%s","seq":%d,"conn":1,"up":%d,%s"phase":"cloud_connected",
         "wifi":{"ready":true,"ssid":"lab","bssid":"ap","rssi":%d,"ups":1},"cloud":{"up":true},
         "listener":{"state":"listening","gen":1,"accepts":%d},"mem":{"free":%d}}"""
        .formatted(boot, seq, seq * 10, more, -60 - seq % 9, seq, 50_000 + seq);
  }
}
