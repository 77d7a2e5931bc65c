package io.cyanwatch.timeline;

/// The number in front of a boot's name, eight hex digits and a hyphen: later boots have greater
/// ones.
public final class BootCounter {
  private static final int DIGITS = 8;

  private BootCounter() {}

  /// -1 when there is none.
  public static long of(String boot) {
    if (boot.length() <= DIGITS || boot.charAt(DIGITS) != '-') {
      return -1;
    }
    var counter = 0L;
    for (var i = 0; i < DIGITS; i++) {
      var digit = digit(boot.charAt(i));
      if (digit < 0) {
        return -1;
      }
      counter = (counter << 4) | digit;
    }
    return counter;
  }

  private static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }
}
