package io.cyanwatch.simulator.testbed;

/// Who stands in the bed.
enum Server {
  HARDENED(0, "hardened", "hardened agent"),
  FIRST(1, "first", "first program"),
  BOUND(2, "bound", "bound once");

  static final int PORT = 8080;

  private final int place;
  private final String id;
  private final String words;

  Server(int place, String id, String words) {
    this.place = place;
    this.id = id;
    this.words = words;
  }

  /// Which of the network's devices is its.
  int place() {
    return place;
  }

  /// Small letters, for files and lines of CSV.
  String id() {
    return id;
  }

  /// For a table.
  String words() {
    return words;
  }
}
