package io.cyanwatch.simulator.testbed;

/// What the network was like, from the best to the worst.
enum Phase {
  ALL_UP("all up"),
  UPLINK_PULLED("uplink pulled"),
  SETTLING("settling"),
  RADIO_PULLED("radio pulled");

  private final String words;

  Phase(String words) {
    this.words = words;
  }

  /// For a table.
  String words() {
    return words;
  }
}
