package io.cyanwatch.simulator.load;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `host:port`; an IPv6 host stands in brackets.
final class Addresses {
  private static final Pattern FORM = Pattern.compile("([^:\\[\\]]+|\\[[^\\[\\]]+]):([0-9]{1,5})");

  private Addresses() {}

  static Optional<InetSocketAddress> parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > 0xffff) {
      return Optional.empty();
    }
    return Optional.of(new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2))));
  }
}
