package io.cyanwatch.agent;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// A range of addresses, such as `10.0.0.0/24`.
record Network(InetAddress start, int bits) {
  private static final Pattern TEXT = Pattern.compile("([0-9A-Fa-f.:]+)/([0-9]{1,3})");

  static Network parse(String text) throws BadArgument {
    var matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      try {
        var start = InetAddress.getByName(matcher.group(1));
        var bits = Integer.parseInt(matcher.group(2));
        if (bits <= start.getAddress().length * 8) {
          return new Network(start, bits);
        }
      } catch (UnknownHostException e) {
        // Said below.
      }
    }
    throw new BadArgument("--networks must be like 10.0.0.0/24,fd00::/8, was " + text);
  }

  /// The private networks that this machine is in; loopback and link-local ones are not meant.
  static List<Network> own() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(it -> it.getInterfaceAddresses().stream())
          .filter(Objects::nonNull)
          .filter(it -> isPrivate(it.getAddress()))
          .map(Network::of)
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  boolean holds(InetAddress address) {
    var mine = start.getAddress();
    var other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (var bit = 0; bit < bits; bit++) {
      var mask = 0x80 >> bit % 8;
      if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return start.getHostAddress() + "/" + bits;
  }

  private static Network of(InterfaceAddress own) {
    return new Network(own.getAddress(), own.getNetworkPrefixLength());
  }

  private static boolean isPrivate(InetAddress address) {
    var unique = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    return address.isSiteLocalAddress() || unique;
  }
}
