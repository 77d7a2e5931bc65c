package io.cyanwatch.command;

import java.net.InetAddress;

/// A network in CIDR form, compared on raw bytes.
///
/// @param bits how many of the address's first bits must agree
record Network(InetAddress base, int bits) {

  static Network parse(String cidr) {
    var parts = cidr.split("/", -1);
    try {
      var base = InetAddress.ofLiteral(parts[0]);
      var longest = base.getAddress().length * 8;
      var bits = parts.length == 2 ? Integer.parseInt(parts[1]) : longest;
      if (parts.length > 2 || bits < 0 || bits > longest) {
        throw new IllegalArgumentException("the prefix does not fit");
      }
      return new Network(base, bits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cyanwatch.command.probe-allow: '" + cidr + "' is no network such as 10.0.0.0/8", e);
    }
  }

  boolean holds(InetAddress address) {
    var a = base.getAddress();
    var b = address.getAddress();
    if (a.length != b.length) {
      return false;
    }
    for (var bit = 0; bit < bits; bit++) {
      var mask = 0x80 >> (bit % 8);
      if ((a[bit / 8] & mask) != (b[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
