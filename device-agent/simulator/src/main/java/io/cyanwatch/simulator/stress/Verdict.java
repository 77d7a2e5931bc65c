package io.cyanwatch.simulator.stress;

/// What came of one request. The groups are those that a person counts by.
enum Verdict {
  SUCCESS(Group.SUCCESS, "success"),
  /// No connection in time: a full table, a dead stack, a cable.
  CONNECT_TIMEOUT(Group.TIMEOUT, "no connection in time"),
  /// Connected, but not one byte in time.
  SILENT(Group.TIMEOUT, "connected but silent"),
  /// An answer that began and did not end in time.
  SLOW(Group.TIMEOUT, "answer not finished in time"),
  REFUSED(Group.CONNECTION, "refused"),
  RESET(Group.CONNECTION, "reset"),
  UNREACHABLE(Group.CONNECTION, "unreachable"),
  /// Closed in good order before the first byte.
  CLOSED(Group.CONNECTION, "closed without an answer"),
  NOT_200(Group.NOT_200, "status other than 200"),
  TRUNCATED(Group.OTHER, "answer cut short"),
  /// No HTTP, or something that this machine could not do.
  OTHER(Group.OTHER, "other");

  private final Group group;
  private final String words;

  Verdict(Group group, String words) {
    this.group = group;
    this.words = words;
  }

  enum Group {
    SUCCESS("success"),
    TIMEOUT("timeouts"),
    CONNECTION("connection errors"),
    NOT_200("non-200"),
    OTHER("other");

    private final String words;

    Group(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  Group group() {
    return group;
  }

  String words() {
    return words;
  }
}
