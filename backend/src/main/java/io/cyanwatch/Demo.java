package io.cyanwatch;

import io.cyanwatch.access.Problem;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.fleet.Fleet.ProbeTarget;
import io.cyanwatch.fleet.Fleet.Registration;
import io.cyanwatch.link.BrokerAddress;
import io.cyanwatch.simulator.DemoFleet;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;

/// Lets the demo fleet live beside us. It speaks only MQTT and TCP, like any other device; here it
/// is
/// only registered and started.
@Component
@ConditionalOnBooleanProperty("cyanwatch.demo.enabled")
class Demo implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Demo.class);
  private static final String ENABLED = "cyanwatch.demo.enabled";

  private final Fleet fleet;
  private final BrokerAddress broker;
  private Optional<DemoFleet> running = Optional.empty();

  Demo(Fleet fleet, BrokerAddress broker) {
    this.fleet = fleet;
    this.broker = broker;
  }

  /// On where nobody brought a database or a broker, unless told otherwise. A visitor has minutes,
  /// not
  /// hours: what is mended is mended by itself, and what is over is soon said to be over.
  static void setUp(ConfigurableEnvironment environment) {
    var embedded =
        environment.getProperty("spring.datasource.url", "").isBlank()
            && environment.getProperty("cyanwatch.mqtt.url", "").isBlank();
    var enabled = environment.getProperty(ENABLED, Boolean.class, embedded);
    if (enabled) {
      Map<String, Object> defaults =
          Map.of(
              ENABLED,
              true,
              "cyanwatch.command.remediation",
              "on",
              "cyanwatch.command.warm-up",
              "20s",
              "cyanwatch.command.cooldown",
              "3m",
              "cyanwatch.detection.loop-cleared",
              "2m",
              "cyanwatch.incident.reopen",
              "1m");
      environment.getPropertySources().addLast(new MapPropertySource("demo", defaults));
    }
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    var passwords = new HashMap<String, String>();
    for (var member : DemoFleet.members()) {
      passwords.put(member.id(), password(member));
    }
    running =
        Optional.of(
            DemoFleet.start(new InetSocketAddress(broker.host(), broker.port()), passwords));
    log.info(
        "The demo fleet of {} devices lives. Turn it off with --{}=false.",
        passwords.size(),
        ENABLED);
  }

  /// A new one at each start: the old ones are known to nobody.
  private String password(DemoFleet.Member member) {
    var listener = member.listener();
    var probe = new ProbeTarget("http", listener.getHostString(), listener.getPort(), "/");
    var registration =
        new Registration(member.id(), member.name(), member.site(), List.of("demo"), probe);
    try {
      return fleet.find(member.id()).isPresent()
          ? fleet.rotate(member.id()).password()
          : fleet.register(registration).password();
    } catch (Problem problem) {
      throw new IllegalStateException(
          "The demo device " + member.id() + " cannot be registered.", problem);
    }
  }

  @Override
  public void start() {}

  /// First of all: devices leave before their broker does.
  @Override
  public void stop() {
    running.ifPresent(DemoFleet::close);
    running = Optional.empty();
  }

  @Override
  public boolean isRunning() {
    return running.isPresent();
  }
}
