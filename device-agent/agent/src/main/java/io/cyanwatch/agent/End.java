package io.cyanwatch.agent;

/// How an accepted connection ended. Each ends in exactly one way.
enum End {
  /// The whole answer was handed to the system.
  ANSWERED,
  /// The other side left, or could not be reached any more, before it had asked or had its answer.
  LEFT,
  /// The other side's reset.
  RESET,
  /// It took no byte of its answer for too long, or was open for too long.
  OVERDUE,
  /// We closed it: on a command, or because the listener closes.
  DROPPED,
  /// What was being answered ended early: a file that shrank or could not be read.
  BROKEN
}
