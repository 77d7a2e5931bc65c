package io.cyanwatch.agent;

/// A command line that cannot be obeyed; the message names the argument and says what it wants.
final class BadArgument extends Exception {
  BadArgument(String message) {
    super(message);
  }
}
