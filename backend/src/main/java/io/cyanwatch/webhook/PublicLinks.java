package io.cyanwatch.webhook;

import java.util.UUID;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Where people find what an event is about: below `cyanwatch.public-url`, or else on this machine.
@Component
class PublicLinks {
  private final Environment environment;

  PublicLinks(Environment environment) {
    this.environment = environment;
  }

  String incident(UUID id) {
    return to("/incidents/" + id);
  }

  String device(String id) {
    return to("/devices/" + id);
  }

  /// @param path of a page of ours, with its first slash
  String to(String path) {
    return base() + path;
  }

  /// Asked late: a port picked by the system is known only after the start.
  private String base() {
    var port =
        environment.getProperty(
            "local.server.port", environment.getProperty("server.port", "8080"));
    var base = environment.getProperty("cyanwatch.public-url", "http://127.0.0.1:" + port);
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }
}
