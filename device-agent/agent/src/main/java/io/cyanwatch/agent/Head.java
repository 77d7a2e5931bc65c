package io.cyanwatch.agent;

import java.nio.ByteBuffer;

/// Finds the end of a request's head while it trickles in, and looks at each byte once.
final class Head {
  private static final int INSIDE_A_LINE = 0;
  private static final int LINE_START = 1;
  private static final int LINE_START_AND_CR = 2;
  private static final int INSIDE_A_LINE_AND_CR = 3;

  private int state;
  private int seen;
  private int start;

  Head() {
    reset();
  }

  enum Found {
    /// The head goes on.
    MORE,
    /// The head is whole.
    WHOLE,
    /// No more fits.
    FULL,
    /// A byte that no head has.
    BAD
  }

  void reset() {
    state = LINE_START;
    seen = 0;
    start = 0;
  }

  /// Where the request line begins: one empty line before it is forgiven.
  int start() {
    return start;
  }

  /// Where the head ends, once it is whole: behind its empty line.
  int end() {
    return seen;
  }

  /// Looks at what has come since it was last asked, up to the buffer's position.
  Found look(ByteBuffer buffer) {
    while (seen < buffer.position()) {
      var found = next(buffer.get(seen++));
      if (found != Found.MORE) {
        return found;
      }
    }
    return buffer.hasRemaining() ? Found.MORE : Found.FULL;
  }

  private Found next(byte value) {
    if (value == '\n') {
      return lineEnds();
    }
    if (state == INSIDE_A_LINE_AND_CR || state == LINE_START_AND_CR) {
      return Found.BAD;
    }
    if (value == '\r') {
      state = state == LINE_START ? LINE_START_AND_CR : INSIDE_A_LINE_AND_CR;
      return Found.MORE;
    }
    state = INSIDE_A_LINE;
    return isControl(value) ? Found.BAD : Found.MORE;
  }

  private Found lineEnds() {
    var empty = state == LINE_START || state == LINE_START_AND_CR;
    state = LINE_START;
    if (!empty) {
      return Found.MORE;
    }
    if (start == 0 && seen <= 2) {
      start = seen;
      return Found.MORE;
    }
    return Found.WHOLE;
  }

  private static boolean isControl(byte value) {
    return (value >= 0 && value < ' ' && value != '\t') || value == 0x7f;
  }
}
