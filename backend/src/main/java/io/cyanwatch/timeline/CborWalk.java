package io.cyanwatch.timeline;

/// Goes from value to value of a CBOR item: what lies between two values is its structure
/// (containers, the names of their fields, their ends).
final class CborWalk {
  private static final int DEEPEST = 32;
  private static final long ENDLESS = -1;

  private final byte[] bytes;
  private final long[] left = new long[DEEPEST];
  private final boolean[] map = new boolean[DEEPEST];
  private final boolean[] named = new boolean[DEEPEST];
  private int depth;
  private boolean begun;

  /// Where the structure before the value begins.
  int structure;

  /// Where the value begins, and what lies behind it.
  int value;

  int end;

  CborWalk(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Moves on to the next value. After the last one, `value` is where the item ends.
  ///
  /// @throws ByteSource.Broken when this is no single CBOR item
  boolean next() {
    structure = end;
    var at = end;
    while (true) {
      at = close(at);
      if (begun && depth == 0) {
        if (at != bytes.length) {
          throw new ByteSource.Broken("More than one item: " + at + " of " + bytes.length + ".");
        }
        value = at;
        end = at;
        return false;
      }
      begun = true;
      var major = head(at) >>> 5;
      if (depth > 0 && map[depth - 1] && !named[depth - 1]) {
        named[depth - 1] = true;
        at = skip(at);
      } else if (major == 4 || major == 5) {
        at = open(at, major == 5);
      } else {
        value = at;
        end = skip(at);
        took();
        return true;
      }
    }
  }

  private int open(int at, boolean isMap) {
    if (depth == DEEPEST) {
      throw new ByteSource.Broken("Deeper than " + DEEPEST + ".");
    }
    var endless = (head(at) & 0x1f) == 31;
    var size = endless ? ENDLESS : argument(at);
    if (size > bytes.length) {
      throw new ByteSource.Broken("A container of " + size + ".");
    }
    left[depth] = size;
    map[depth] = isMap;
    named[depth] = false;
    depth++;
    return behindHead(at);
  }

  /// Leaves the containers that end here.
  private int close(int from) {
    var at = from;
    while (depth > 0) {
      var size = left[depth - 1];
      if (size == ENDLESS && head(at) == 0xff && !named[depth - 1]) {
        at++;
      } else if (size != 0) {
        return at;
      }
      depth--;
      took();
    }
    return at;
  }

  /// One more element of the innermost container is done.
  private void took() {
    if (depth > 0) {
      named[depth - 1] = false;
      if (left[depth - 1] > 0) {
        left[depth - 1]--;
      }
    }
  }

  private int skip(int at) {
    var major = head(at) >>> 5;
    var low = head(at) & 0x1f;
    if (low == 31 || major == 4 || major == 5 || major == 6) {
      throw new ByteSource.Broken("Unexpected " + head(at) + " at " + at + ".");
    }
    var behind = behindHead(at);
    if (major == 2 || major == 3) {
      var length = argument(at);
      if (length < 0 || length > bytes.length - behind) {
        throw new ByteSource.Broken("A text of " + length + " at " + at + ".");
      }
      behind += (int) length;
    }
    return behind;
  }

  private int behindHead(int at) {
    var low = head(at) & 0x1f;
    var behind = at + (low < 24 || low == 31 ? 1 : 1 + width(low));
    if (behind > bytes.length) {
      throw new ByteSource.Broken("It breaks off at " + at + ".");
    }
    return behind;
  }

  private static int width(int low) {
    if (low > 27) {
      throw new ByteSource.Broken("A head of " + low + ".");
    }
    return 1 << (low - 24);
  }

  private long argument(int at) {
    var low = head(at) & 0x1f;
    if (low < 24) {
      return low;
    }
    var behind = behindHead(at);
    var value = 0L;
    for (var i = at + 1; i < behind; i++) {
      value = (value << 8) | (bytes[i] & 0xff);
    }
    return value;
  }

  private int head(int at) {
    if (at >= bytes.length) {
      throw new ByteSource.Broken("It breaks off at " + at + ".");
    }
    return bytes[at] & 0xff;
  }

  /// Whether the value is a whole number in its shortest form that fits a long: then [#number] and
  /// [#write] give it back as it was.
  boolean isNumber() {
    var head = bytes[value] & 0xff;
    var low = head & 0x1f;
    if (head >= 0x40) {
      return false;
    }
    var argument = argument(value);
    return argument >= 0
        && switch (low) {
          case 24 -> argument >= 24;
          case 25 -> argument > 0xff;
          case 26 -> argument > 0xffff;
          case 27 -> argument > 0xffff_ffffL;
          default -> true;
        };
  }

  long number() {
    var argument = argument(value);
    return (bytes[value] & 0xe0) == 0 ? argument : -1 - argument;
  }

  /// A whole number in its shortest form.
  static void write(ByteSink out, long number) {
    var major = number < 0 ? 0x20 : 0;
    var argument = number < 0 ? -1 - number : number;
    if (argument < 24) {
      out.put(major | (int) argument);
    } else if (argument <= 0xff) {
      out.put(major | 24).fixed(argument, 1);
    } else if (argument <= 0xffff) {
      out.put(major | 25).fixed(argument, 2);
    } else if (argument <= 0xffff_ffffL) {
      out.put(major | 26).fixed(argument, 4);
    } else {
      out.put(major | 27).fixed(argument, 8);
    }
  }
}
