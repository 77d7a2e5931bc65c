package io.cyanwatch;

import io.cyanwatch.link.BrokerRefused;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Says in one sentence why the application could not start, where we know; everything else keeps
/// its stack trace.
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartFailure implements SpringBootExceptionReporter {

  @SuppressWarnings("UnusedVariable")
  StartFailure(ConfigurableApplicationContext context) {}

  @Override
  public boolean reportException(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      var sentence = sentence(cause);
      if (!sentence.isEmpty()) {
        System.err.println("Cyanwatch cannot start. " + sentence);
        return true;
      }
    }
    return false;
  }

  private static String sentence(Throwable cause) {
    return switch (cause) {
      case BrokerRefused refused -> String.valueOf(refused.getMessage());
      case PortInUseException taken ->
          "Port %d is taken by another program: stop that one, or choose another with --server.port=…"
              .formatted(taken.getPort());
      case FlywayException flyway when sql(flyway) == null ->
          "The database's tables do not fit this version: " + firstLine(flyway);
      case SQLException sql ->
          "The database refused: "
              + firstLine(sql)
              + " Check spring.datasource.url, username and password.";
      case BindException bind -> deepest(bind);
      default -> "";
    };
  }

  private static @Nullable SQLException sql(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  /// The settings records refuse nonsense in words made for people.
  private static String deepest(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof IllegalArgumentException && cause.getMessage() != null
        ? cause.getMessage()
        : "";
  }

  private static String firstLine(Throwable failure) {
    var message = String.valueOf(failure.getMessage());
    var line = message.lines().findFirst().orElse(message);
    return line.endsWith(".") ? line : line + ".";
  }
}
