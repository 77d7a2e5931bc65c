package io.cyanwatch.simulator.testbed;

import java.util.Optional;
import java.util.regex.Pattern;

/// One request to a device, and what came of it. Times are milliseconds since 1970.
///
/// @param device its short name, such as `hardened`
record Visit(String device, long start, long end, Outcome outcome) {
  private static final Pattern LINE =
      Pattern.compile("([a-z]+),([0-9]{1,15}),([0-9]{1,15}),([A-Z_]+)");

  enum Outcome {
    /// A whole answer with status 200.
    OK("answered 200"),
    /// Status 503: the server lives, and is full.
    FULL("answered 503"),
    OTHER("another status"),
    REFUSED("refused"),
    /// Nobody took the connection.
    TIMEOUT("no connection"),
    /// The connection stood, and no answer came.
    SILENT("connected, no answer"),
    /// The connection broke before the end of the answer.
    CUT("cut off");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /// For a table.
    String words() {
      return words;
    }
  }

  boolean ok() {
    return outcome == Outcome.OK;
  }

  /// One line of CSV.
  String line() {
    return device + "," + start + "," + end + "," + outcome;
  }

  /// Empty for anything that [#line] did not write.
  static Optional<Visit> parse(String line) {
    var match = LINE.matcher(line);
    if (!match.matches()) {
      return Optional.empty();
    }
    for (var outcome : Outcome.values()) {
      if (outcome.name().equals(match.group(4))) {
        return Optional.of(
            new Visit(
                match.group(1),
                Long.parseLong(match.group(2)),
                Long.parseLong(match.group(3)),
                outcome));
      }
    }
    return Optional.empty();
  }
}
