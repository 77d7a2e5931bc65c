package io.cyanwatch.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Counts who fails to get in, by address, and writes down who did, who failed and who was refused.
/// What is throttled is not written down, so a flood does not fill the log either.
@Component
class Doorman {
  private static final int ADDRESSES = 10_000;
  private static final Actor STRANGER = new Actor("anonymous");

  private final Throttle logins = new Throttle(10, Duration.ofSeconds(10), ADDRESSES);
  private final Throttle tokens = new Throttle(20, Duration.ofSeconds(5), ADDRESSES);
  private final Throttle denials = new Throttle(50, Duration.ofSeconds(5), ADDRESSES);
  private final Audit audit;
  private final Clock clock;

  Doorman(Audit audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /// Before a password is checked: how long this address has to wait first.
  Optional<Duration> beforeLogin(HttpServletRequest request) {
    return logins.charge(address(request), clock.instant());
  }

  void loggedIn(HttpServletRequest request, String name) {
    logins.refund(address(request), clock.instant());
    audit.record(new Actor(name), "login.ok", name, from(request));
  }

  void loginFailed(HttpServletRequest request, String name) {
    audit.record(STRANGER, "login.failed", name, from(request));
  }

  /// @return how long to wait, when this address showed too many bad tokens
  Optional<Duration> badToken(HttpServletRequest request) {
    var wait = tokens.charge(address(request), clock.instant());
    if (wait.isEmpty()) {
      audit.record(STRANGER, "token.refused", called(request), from(request));
    }
    return wait;
  }

  void denied(HttpServletRequest request) {
    if (denials.charge(audit.actor().name(), clock.instant()).isEmpty()) {
      audit.record("access.denied", called(request), from(request));
    }
  }

  private static String called(HttpServletRequest request) {
    return request.getMethod() + " " + request.getRequestURI();
  }

  private static Map<String, String> from(HttpServletRequest request) {
    return Map.of("address", String.valueOf(request.getRemoteAddr()));
  }

  /// One IPv6 customer has a whole /64.
  static String address(HttpServletRequest request) {
    var text = String.valueOf(request.getRemoteAddr());
    try {
      return InetAddress.ofLiteral(text) instanceof Inet6Address v6
          ? HexFormat.of().formatHex(v6.getAddress(), 0, 8)
          : text;
    } catch (IllegalArgumentException noLiteral) {
      return text;
    }
  }
}
