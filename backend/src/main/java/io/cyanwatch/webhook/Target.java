package io.cyanwatch.webhook;

import io.cyanwatch.access.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where an endpoint listens.
record Target(URI uri) {
  private static final int LONGEST = 2000;

  /// Ends like a number, so some resolver may read it as an address, however it is written.
  private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)\\.?");

  private static final Pattern DOTTED_QUAD =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

  /// Refuses, naming `url`, whatever is not plain http or https.
  static Target parse(String text) {
    if (text.length() > LONGEST) {
      throw refused("is longer than " + LONGEST + " characters");
    }
    try {
      var uri = new URI(text);
      var flaw = flaw(uri);
      if (!flaw.isEmpty()) {
        throw refused(flaw);
      }
      return new Target(uri);
    } catch (URISyntaxException _) {
      throw refused("is not a URL");
    }
  }

  private static String flaw(URI uri) {
    var scheme = uri.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      return "must begin with https:// or http://";
    }
    if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
      return "must not carry a user name or password";
    }
    var host = uri.getHost();
    if (host == null || host.contains("%") || !host.chars().allMatch(c -> c > ' ' && c < 127)) {
      return "has no usable host";
    }
    if (uri.getRawFragment() != null) {
      return "must not have a fragment";
    }
    if (NUMERIC.matcher(host).matches() && !DOTTED_QUAD.matcher(host).matches()) {
      return "has an address in an ambiguous form";
    }
    return uri.getPort() == 0 || uri.getPort() > 65535 ? "has no usable port" : "";
  }

  String host() {
    var host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    if (uri.getPort() > 0) {
      return uri.getPort();
    }
    return uri.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
  }

  /// A name that does not resolve now may do so later: the connection judges it again.
  Target within(Reach reach) {
    try {
      reach.addresses(host(), port());
    } catch (Reach.Closed _) {
      throw refused("leads to an address or port that webhooks may not call");
    } catch (UnknownHostException _) {
      if (reach.closes(host(), port())) {
        throw refused("leads to a port that webhooks may not call");
      }
    }
    return this;
  }

  /// Without what may be a secret.
  String shown() {
    var text = uri.toString();
    var query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query) + "?…";
  }

  private static Problem refused(String flaw) {
    return Problem.badField("url", "The URL " + flaw + ".");
  }
}
