package io.cyanwatch.incident;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What is found of an open incident, as far as a change of it matters to people.
///
/// @param signature the name of the pattern; empty for none
/// @param lost how many devices an outage took
record Finding(String summary, String signature, int lost) {
  private static final Pattern NUMBER = Pattern.compile("\\d[\\d.,]*(?: (?:ms|s|min|h)\\b)?");

  static Finding of(String summary, JsonNode evidence) {
    return new Finding(
        summary,
        evidence.path("signature").path("id").asString(""),
        evidence.path("facts").path("lost").size());
  }

  /// While an outage ends, fewer and fewer are lost; what it had been at its worst is what counts.
  boolean tellsLessThan(Finding before) {
    return lost < before.lost;
  }

  /// Other words, and not only other numbers between them.
  boolean isNewsAfter(Finding before) {
    return !signature.equals(before.signature) || !words().equals(before.words());
  }

  private String words() {
    return NUMBER.matcher(summary).replaceAll("#");
  }
}
