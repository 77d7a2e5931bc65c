package io.cyanwatch.dashboard;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a good colleague would say, in pieces, so that names and times can be set as such.
record Sentence(List<Piece> pieces) {
  Sentence {
    pieces = List.copyOf(pieces);
  }

  sealed interface Piece {}

  record Text(String text) implements Piece {}

  /// A device, an access point, a site.
  record Name(String name) implements Piece {}

  /// A moment; the page shows it in its reader's time zone.
  record At(Instant at) implements Piece {}

  /// Strings become text, instants become times, pieces stay what they are.
  static Sentence of(Object... parts) {
    var pieces = new ArrayList<Piece>();
    for (var part : parts) {
      switch (part) {
        case Piece piece -> pieces.add(piece);
        case Instant at -> pieces.add(new At(at));
        case Sentence sentence -> pieces.addAll(sentence.pieces);
        default -> pieces.add(new Text(String.valueOf(part)));
      }
    }
    return new Sentence(pieces);
  }

  static Name name(String name) {
    return new Name(name);
  }

  /// This one, a space, and the next; nothing is added to say nothing.
  Sentence then(Sentence next) {
    if (next.pieces.isEmpty()) {
      return this;
    }
    return pieces.isEmpty() ? next : of(this, " ", next);
  }

  /// Plain words, for tests and for those who read by ear; names in backticks, times in UTC.
  @Override
  public String toString() {
    return pieces.stream()
        .map(
            piece ->
                switch (piece) {
                  case Text(var text) -> text;
                  case Name(var name) -> "`" + name + "`";
                  case At(var at) -> CLOCK.format(at.atOffset(ZoneOffset.UTC));
                })
        .collect(Collectors.joining());
  }

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
}
