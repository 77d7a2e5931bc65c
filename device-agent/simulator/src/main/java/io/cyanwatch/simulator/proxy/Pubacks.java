package io.cyanwatch.simulator.proxy;

/// Counts the MQTT acknowledgements (PUBACK) in one direction of one connection, in whatever pieces
/// it comes. Bytes that are no MQTT are counted as nonsense, and harm nobody.
final class Pubacks {
  private static final int PUBACK = 4;

  private int type;
  private long length;
  private int shift = -1;
  private long left;

  /// @return how many begin and end their head in these bytes
  int in(byte[] bytes, int count) {
    var found = 0;
    for (var n = 0; n < count; n++) {
      if (left > 0) {
        var skipped = Math.min(left, count - n);
        left -= skipped;
        n += (int) skipped - 1;
      } else if (shift < 0) {
        type = (bytes[n] & 0xff) >> 4;
        length = 0;
        shift = 0;
      } else if (headEnds(bytes[n])) {
        found += type == PUBACK ? 1 : 0;
        left = length;
        shift = -1;
      }
    }
    return found;
  }

  /// The length comes in groups of seven bits, the least first.
  private boolean headEnds(byte group) {
    length |= (group & 0x7fL) << shift;
    shift += 7;
    return group >= 0 || shift > 21;
  }
}
