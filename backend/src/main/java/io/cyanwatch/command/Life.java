package io.cyanwatch.command;

import io.cyanwatch.command.CommandView.Step;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Writes down each step of a command's life and says that it was taken.
@Component
class Life {
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final Commands commands;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final ApplicationEventPublisher events;
  private final MeterRegistry meters;

  Life(
      Commands commands,
      JdbcClient jdbc,
      JsonMapper json,
      ApplicationEventPublisher events,
      MeterRegistry meters) {
    this.commands = commands;
    this.jdbc = jdbc;
    this.json = json;
    this.events = events;
    this.meters = meters;
  }

  /// The command is as it says now; `detail` says why.
  void step(Command command, String actor, String detail, Instant now) {
    commands.flush();
    jdbc.sql(
            """
            insert into command.step (command, at, state, actor, detail)
            values (:command, :at, :state, :actor, :detail)
            """)
        .param("command", command.id())
        .param("at", Timestamp.from(now))
        .param("state", command.state().key())
        .param("actor", actor)
        .param("detail", detail)
        .update();
    var view = view(command);
    events.publishEvent(new CommandChanged(view, now));
    if (command.ended()) {
      meters.counter("cyanwatch.commands", "op", view.op(), "state", view.state()).increment();
      events.publishEvent(new CommandFinished(view, now));
    }
  }

  /// Something worth remembering that changes nothing.
  void remark(UUID command, String state, String actor, String detail, Instant now) {
    jdbc.sql(
            """
            insert into command.step (command, at, state, actor, detail)
            values (:command, :at, :state, :actor, :detail)
            """)
        .param("command", command)
        .param("at", Timestamp.from(now))
        .param("state", state)
        .param("actor", actor)
        .param("detail", detail)
        .update();
  }

  CommandView view(Command command) {
    return command.view(args(command), steps(command.id()));
  }

  /// Without its history.
  CommandView brief(Command command) {
    return command.view(args(command), List.of());
  }

  Map<String, Object> args(Command command) {
    return json.readValue(command.args(), MAP);
  }

  private List<Step> steps(UUID command) {
    return jdbc.sql(
            "select at, state, actor, detail from command.step where command = :command order by id")
        .param("command", command)
        .query(
            (row, _) ->
                new Step(
                    row.getTimestamp("at").toInstant(),
                    row.getString("state"),
                    row.getString("actor"),
                    row.getString("detail")))
        .list();
  }
}
