package io.cyanwatch;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/// The application.
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
class Cyanwatch {

  public static void main(String[] args) {
    SpringApplication.run(Cyanwatch.class, args);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
