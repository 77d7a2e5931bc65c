package io.cyanwatch.agent;

import io.cyanwatch.protocol.Command;
import java.util.Optional;
import java.util.Set;

/// What a command asks for, with its arguments checked.
sealed interface Task {
  Set<String> OPS =
      Set.of(
          "restart_listener",
          "drop_clients",
          "bounce_wifi",
          "restart_device",
          "probe",
          "rebirth",
          "set_interval");

  record RestartListener() implements Task {}

  record DropClients() implements Task {}

  record BounceWifi() implements Task {}

  record RestartDevice() implements Task {}

  record Visit(Knock.Target target, Optional<String> path) implements Task {}

  record Rebirth() implements Task {}

  record SetInterval(int seconds) implements Task {}

  /// Whether it cannot share its time with another such one.
  default boolean exclusive() {
    return switch (this) {
      case RestartListener _, DropClients _, BounceWifi _, RestartDevice _ -> true;
      case Visit _, Rebirth _, SetInterval _ -> false;
    };
  }

  /// Empty when the arguments are wrong.
  ///
  /// @param command whose op is one of [#OPS]
  static Optional<Task> of(Command command) {
    return switch (command.op()) {
      case "restart_listener" -> Optional.of(new RestartListener());
      case "drop_clients" -> Optional.of(new DropClients());
      case "bounce_wifi" -> Optional.of(new BounceWifi());
      case "restart_device" -> Optional.of(new RestartDevice());
      case "rebirth" -> Optional.of(new Rebirth());
      case "probe" -> visit(command);
      case "set_interval" -> interval(command);
      default -> Optional.empty();
    };
  }

  private static Optional<Task> visit(Command command) {
    var path = Optional.ofNullable(command.args().get("path"));
    if (!(command.args().get("target") instanceof String text)
        || path.filter(it -> !isPath(it)).isPresent()) {
      return Optional.empty();
    }
    return Knock.Target.parse(text).map(it -> new Visit(it, path.map(String.class::cast)));
  }

  /// Nothing that could end the request line and begin another.
  static boolean isPath(Object value) {
    return value instanceof String text && text.matches("/[\\x21-\\x7e]{0,255}");
  }

  private static Optional<Task> interval(Command command) {
    return command.args().get("interval") instanceof Number number
            && number.longValue() >= 1
            && number.longValue() <= 86_400
        ? Optional.of(new SetInterval(number.intValue()))
        : Optional.empty();
  }
}
