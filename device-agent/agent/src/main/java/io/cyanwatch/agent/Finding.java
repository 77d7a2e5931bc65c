package io.cyanwatch.agent;

/// What the doctor found of one thing.
sealed interface Finding {
  String what();

  record Well(String what) implements Finding {}

  /// It works without, but less well.
  record Note(String what, String cure) implements Finding {}

  record Wrong(String what, String cure) implements Finding {}

  default String text() {
    return switch (this) {
      case Well(var what) -> "✓ " + what;
      case Note(var what, var cure) -> "· " + what + "\n    → " + cure;
      case Wrong(var what, var cure) -> "✗ " + what + "\n    → " + cure;
    };
  }
}
