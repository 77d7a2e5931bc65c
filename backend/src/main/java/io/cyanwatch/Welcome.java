package io.cyanwatch;

import io.cyanwatch.access.AdminCreated;
import io.cyanwatch.link.BrokerAddress;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Says, once everything runs and whoever asks is told so, what to do next.
@Component
class Welcome {
  private final Environment environment;
  private final BrokerAddress broker;
  private final String home;
  private Optional<AdminCreated> admin = Optional.empty();

  Welcome(Environment environment, BrokerAddress broker, @Value("${cyanwatch.home}") String home) {
    this.environment = environment;
    this.broker = broker;
    this.home = home;
  }

  @EventListener
  void on(AdminCreated created) {
    admin = Optional.of(created);
  }

  @EventListener
  void greet(AvailabilityChangeEvent<ReadinessState> change) {
    if (change.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
      System.out.println(text());
      admin = Optional.empty();
    }
  }

  private String text() {
    return """

      Cyanwatch is watching.

        Page    %s
        Log in  %s
        MQTT    %s
        Stop    Ctrl-C; what was stored stays in %s
    """
        .formatted(page(), login(), mqtt(), home);
  }

  private String page() {
    var address = environment.getProperty("server.address", "127.0.0.1");
    return "http://%s:%s".formatted(address, environment.getProperty("local.server.port", "8080"));
  }

  private String login() {
    return admin
        .map(
            created ->
                "%s, password %s  (shown this once; only its hash is kept)"
                    .formatted(created.name(), created.password()))
        .orElse(
            "admin, with the password of the first start; to set another: --cyanwatch.access.admin-password=…");
  }

  private String mqtt() {
    return "%s:%d%s"
        .formatted(
            broker.host(),
            broker.port(),
            broker.embedded()
                ? "  (a device's name and password come from POST /api/v1/devices)"
                : "");
  }
}
