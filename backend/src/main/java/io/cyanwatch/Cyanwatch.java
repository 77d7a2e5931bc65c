package io.cyanwatch;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/// The application.
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class Cyanwatch {

  /// Starts everything, or says in one sentence why not.
  public static void main(String[] args) {
    var application = new SpringApplication(Cyanwatch.class);
    application.addListeners(new Refuse());
    application.setRegisterShutdownHook(false);
    try {
      Ending.inOrder(application.run(args));
    } catch (RuntimeException _) {
      System.exit(1); // Said already.
    }
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  /// Timers of their own thread each: a slow one must not hold up the watch.
  @Bean
  ThreadPoolTaskScheduler taskScheduler() {
    var scheduler = new ThreadPoolTaskScheduler();
    scheduler.setPoolSize(8);
    scheduler.setThreadNamePrefix("timer-");
    return scheduler;
  }

  /// Ends the process before anything is started, where it would fail anyway.
  @Order(Ordered.LOWEST_PRECEDENCE)
  private static final class Refuse
      implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
      Demo.setUp(event.getEnvironment());
      Preflight.refusal(event.getEnvironment())
          .ifPresent(
              sentence -> {
                System.err.println("Cyanwatch cannot start. " + sentence);
                System.exit(1);
              });
    }
  }
}
