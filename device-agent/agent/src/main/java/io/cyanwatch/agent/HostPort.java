package io.cyanwatch.agent;

/// An address and a port as one text.
final class HostPort {
  private HostPort() {}

  /// An IPv6 address comes in brackets and without its zone.
  static String of(String host, int port) {
    var plain = host.replaceFirst("%.*", "");
    return (plain.contains(":") ? "[" + plain + "]" : plain) + ":" + port;
  }
}
