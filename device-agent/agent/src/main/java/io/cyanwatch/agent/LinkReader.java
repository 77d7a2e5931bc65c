package io.cyanwatch.agent;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what the kernel says of the network interface that clients come through.
final class LinkReader {
  private static final String ANY = "";

  private final Path devices;
  private final Path routes;
  private final Addresses addresses;
  private final String wanted;
  private final @Nullable InetAddress bound;
  private String name;

  /// @param wanted the interface to watch; empty for the one that holds `bound` or leads outside
  /// @param bound the address that the server listens on, unless that is any
  LinkReader(
      Path devices, Path routes, Addresses addresses, String wanted, @Nullable InetAddress bound) {
    this.devices = devices;
    this.routes = routes;
    this.addresses = addresses;
    this.wanted = wanted;
    this.bound = bound;
    this.name = wanted;
  }

  /// The addresses of each interface, and the interface of each address.
  interface Addresses {
    List<InetAddress> of(String name);

    Optional<String> holder(InetAddress address);
  }

  /// The link that the server's clients come through, or that a prober has.
  static LinkReader of(Options options) {
    var door = options.door();
    var any = new InetSocketAddress(0).getAddress();
    return system(options.device(), door == null ? any : door.address().getAddress());
  }

  static LinkReader system(String wanted, InetAddress listen) {
    return new LinkReader(
        Path.of("/sys/class/net"),
        Path.of("/proc/net/route"),
        new SystemAddresses(),
        wanted,
        listen.isAnyLocalAddress() ? null : listen);
  }

  Link read() {
    if (name.isEmpty()) {
      name = choose();
    }
    var link = look(name);
    if (!link.ready() && wanted.isEmpty()) {
      name = choose();
      link = name.equals(link.name()) ? link : look(name);
    }
    return link;
  }

  /// The gateway behind the interface, where there is one.
  Optional<String> gateway() {
    return Routes.gateway(text(routes).orElse(""), name);
  }

  Optional<String> mac() {
    return text(devices.resolve(name).resolve("address"))
        .filter(it -> !it.equals("00:00:00:00:00:00"));
  }

  boolean wireless() {
    return !name.isEmpty() && Files.isDirectory(devices.resolve(name).resolve("wireless"));
  }

  private Link look(String name) {
    if (name.isEmpty()) {
      return Link.NONE;
    }
    var device = devices.resolve(name);
    var state = text(device.resolve("operstate")).orElse("down");
    var carrier = text(device.resolve("carrier")).orElse("0");
    var up = carrier.equals("1") && (state.equals("up") || state.equals("unknown"));
    var changes = text(device.resolve("carrier_changes")).map(Long::parseLong).orElse(0L);
    return new Link(name, up, up ? ip(addresses.of(name)) : null, changes);
  }

  private String choose() {
    if (!wanted.isEmpty()) {
      return wanted;
    }
    if (bound != null) {
      return addresses.holder(bound).orElse(name);
    }
    return Routes.outward(text(routes).orElse("")).orElseGet(this::first);
  }

  /// Where nothing leads outside: an interface with a cable in it, else any but loopback.
  private String first() {
    try (var all = Files.list(devices)) {
      var names =
          all.map(it -> it.getFileName().toString()).filter(it -> !it.equals("lo")).sorted();
      var candidates = names.toList();
      return candidates.stream()
          .filter(it -> look(it).up())
          .findFirst()
          .or(() -> candidates.stream().findFirst())
          .orElse("lo");
    } catch (IOException e) {
      return ANY;
    }
  }

  /// An IPv4 address before others, and one that only this link knows last.
  private @Nullable String ip(List<InetAddress> among) {
    if (bound != null) {
      return among.contains(bound) ? plain(bound) : null;
    }
    return among.stream()
        .filter(it -> !it.isAnyLocalAddress())
        .min((a, b) -> Integer.compare(rank(a), rank(b)))
        .map(LinkReader::plain)
        .orElse(null);
  }

  private static int rank(InetAddress address) {
    return (address.isLinkLocalAddress() ? 2 : 0) + (address instanceof Inet4Address ? 0 : 1);
  }

  private static String plain(InetAddress address) {
    return address.getHostAddress().split("%", 2)[0];
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty(); // An interface that is off has no carrier to read.
    }
  }

  /// What Java knows of the machine's interfaces.
  private static final class SystemAddresses implements Addresses {
    @Override
    public List<InetAddress> of(String name) {
      try {
        var found = NetworkInterface.getByName(name);
        return found == null ? List.of() : found.inetAddresses().toList();
      } catch (SocketException e) {
        return List.of();
      }
    }

    @Override
    public Optional<String> holder(InetAddress address) {
      try {
        var found = NetworkInterface.getByInetAddress(address);
        return Optional.ofNullable(found).map(NetworkInterface::getName);
      } catch (SocketException e) {
        return Optional.empty();
      }
    }
  }
}
