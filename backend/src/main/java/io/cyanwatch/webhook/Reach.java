package io.cyanwatch.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where webhooks may go: never to ourselves, to neighbours or to a cloud's metadata service,
/// unless an operator allowed it. Asked when an endpoint is made, and again for each connection,
/// because a name may have moved in between.
final class Reach {
  private static final List<Cidr> CLOSED =
      blocks(
          """
          0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
          192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24
          224.0.0.0/4 240.0.0.0/4
          2001::/23 2001:db8::/32 2002::/16 3fff::/20
          """);

  /// The only part of IPv6 that is routed between strangers.
  private static final Cidr GLOBAL_V6 = Cidr.of("2000::/3");

  private static final List<Cidr> LOOPBACK = blocks("127.0.0.0/8 ::1/128");
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
  private static final byte[] NAT64 = {0, 0x64, -1, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  private final Set<String> hosts;
  private final List<Cidr> allowed;
  private final Set<Integer> ports;
  private final boolean loopback;
  private final Names names;

  /// Asks for the addresses of a name; also takes literals.
  @FunctionalInterface
  interface Names {
    List<InetAddress> of(String host) throws UnknownHostException;
  }

  /// The name leads only to where we do not go.
  static final class Closed extends UnknownHostException {
    Closed(String detail) {
      super(detail);
    }
  }

  Reach(List<String> allow, List<Integer> ports, boolean loopback, Names names) {
    this.allowed = allow.stream().flatMap(text -> Cidr.parse(text).stream()).toList();
    this.hosts =
        allow.stream()
            .filter(text -> Cidr.parse(text).isEmpty())
            .map(text -> text.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    this.ports = Set.copyOf(ports);
    this.loopback = loopback;
    this.names = names;
  }

  /// The addresses that may be called for this host and port; [Closed] when there is none.
  List<InetAddress> addresses(String host, int port) throws UnknownHostException {
    var open = names.of(host).stream().filter(address -> admits(host, port, address)).toList();
    if (open.isEmpty()) {
      throw new Closed(host + ":" + port + " is not a public address and port.");
    }
    return open;
  }

  /// Whether nobody could ever call this port at a host that is not listed.
  boolean closes(String host, int port) {
    return !ports.contains(port) && !hosts.contains(host.toLowerCase(Locale.ROOT));
  }

  private boolean admits(String host, int port, InetAddress address) {
    var bytes = inner(address.getAddress());
    if (hosts.contains(host.toLowerCase(Locale.ROOT)) || within(allowed, bytes)) {
      return true;
    }
    if (within(LOOPBACK, bytes)) {
      return loopback;
    }
    return ports.contains(port) && isPublic(bytes);
  }

  static boolean isPublic(byte[] address) {
    var bytes = inner(address);
    return !within(CLOSED, bytes) && (bytes.length == 4 || GLOBAL_V6.contains(bytes));
  }

  /// The IPv4 address inside of a mapped or translated one.
  private static byte[] inner(byte[] address) {
    var carries =
        address.length == 16 && (startsWith(address, MAPPED) || startsWith(address, NAT64));
    return carries ? Arrays.copyOfRange(address, 12, 16) : address;
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static boolean within(List<Cidr> blocks, byte[] address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }

  private static List<Cidr> blocks(String text) {
    return Stream.of(text.strip().split("\\s+")).map(Cidr::of).toList();
  }
}
