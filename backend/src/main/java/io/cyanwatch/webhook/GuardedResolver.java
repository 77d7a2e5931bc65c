package io.cyanwatch.webhook;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/// Hands the HTTP client only addresses that may be called: what is judged is what is connected to.
record GuardedResolver(Reach reach) implements DnsResolver {
  /// Each may cost a connect timeout.
  private static final int MOST_ADDRESSES = 3;

  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    return reach.addresses(host, port).stream()
        .limit(MOST_ADDRESSES)
        .map(address -> new InetSocketAddress(address, port))
        .toList();
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    throw new Reach.Closed("Without a port nobody can tell whether " + host + " may be called.");
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
