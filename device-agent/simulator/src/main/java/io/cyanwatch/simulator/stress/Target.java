package io.cyanwatch.simulator.stress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Where the requests go; the name is looked up once.
record Target(InetSocketAddress address, String host, String path) {
  private static final int HTTP = 80;

  /// @throws IllegalArgumentException with a sentence for whoever typed the address
  static Target parse(String text) {
    var uri = uri(text.contains("://") ? text : "http://" + text);
    if (!"http".equals(uri.getScheme().toLowerCase(Locale.ROOT)) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "<url> must look like http://10.0.0.23/ (devices speak no TLS), was " + text);
    }
    var port = uri.getPort() < 0 ? HTTP : uri.getPort();
    if (port < 1 || port > 0xffff) {
      throw new IllegalArgumentException("<url> has a port that does not exist: " + text);
    }
    try {
      var address = new InetSocketAddress(InetAddress.getByName(uri.getHost()), port);
      return new Target(address, uri.getRawAuthority(), path(uri));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("<url>: no address is known for " + uri.getHost(), e);
    }
  }

  byte[] request(boolean keep) {
    return "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: cyanwatch-stress\r\nConnection: %s\r\n\r\n"
        .formatted(path, host, keep ? "keep-alive" : "close")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("<url> is no address: " + e.getMessage(), e);
    }
  }

  private static String path(URI uri) {
    var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }
}
