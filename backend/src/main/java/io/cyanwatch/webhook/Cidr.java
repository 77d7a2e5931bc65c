package io.cyanwatch.webhook;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/// A block of addresses, judged on raw bytes: the JDK's own predicates miss half of the private
/// ones.
record Cidr(byte[] network, int bits) {
  Cidr {
    if (bits < 0 || bits > network.length * 8) {
      throw new IllegalArgumentException(
          bits + " bits do not fit an address of " + network.length * 8);
    }
    network = network.clone();
  }

  /// Reads `10.0.0.0/8`, `fd00::/8` or a single address.
  static Cidr of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("no CIDR: " + text));
  }

  static Optional<Cidr> parse(String text) {
    var slash = text.indexOf('/');
    var address = slash < 0 ? text : text.substring(0, slash);
    try {
      var bytes = InetAddress.ofLiteral(address).getAddress();
      var bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1));
      return Optional.of(new Cidr(bytes, bits));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    var whole = bits / 8;
    if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
      return false;
    }
    var rest = bits % 8;
    return rest == 0 || ((address[whole] ^ network[whole]) & 0xff) >>> (8 - rest) == 0;
  }
}
