package io.cyanwatch.command;

import com.github.f4b6a3.uuid.UuidCreator;
import io.cyanwatch.access.Actor;
import io.cyanwatch.access.Audit;
import io.cyanwatch.access.Page;
import io.cyanwatch.access.Paging;
import io.cyanwatch.access.Problem;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Where commands are asked for, looked at and called off.
@Component
@Transactional
class CommandDesk {
  private final Commands commands;
  private final Life life;
  private final Fleet fleet;
  private final Audit audit;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  CommandDesk(
      Commands commands,
      Life life,
      Fleet fleet,
      Audit audit,
      JdbcClient jdbc,
      JsonMapper json,
      Clock clock) {
    this.commands = commands;
    this.life = life;
    this.fleet = fleet;
    this.audit = audit;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /// As whoever is asking. The same idempotency key and body give the same command again.
  CommandView issue(String deviceId, Order order) {
    return issue(deviceId, order, audit.actor());
  }

  CommandView issue(String deviceId, Order order, Actor actor) {
    var device = fleet.find(deviceId).orElseThrow(() -> Problem.notFound("device", deviceId));
    var key = order.idempotencyKey();
    if (key != null) {
      // Two at the same moment: the second waits here for the first.
      jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:key, 0))")
          .param("key", actor.name() + "\n" + key)
          .query(row -> {});
      var repeated = commands.repeated(actor.name(), key);
      if (repeated.isPresent()) {
        return repeated(repeated.get(), order);
      }
    }
    return create(device, order, actor);
  }

  private CommandView repeated(Command command, Order order) {
    if (!Objects.equals(command.requestHash(), order.hash())) {
      throw Problem.conflict(
          "idempotency-conflict", "This Idempotency-Key was used for another command.");
    }
    return life.view(command);
  }

  private CommandView create(DeviceRef device, Order order, Actor actor) {
    // One open command per device and op: whoever comes second waits for the first to commit.
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:key, 1))")
        .param("key", device.nr() + "\n" + order.op().key())
        .query(row -> {});
    var open = commands.openFor(device.nr(), order.op().key());
    if (open.isPresent()) {
      throw Problem.conflict(
          "command-open",
          "Command %s asks %s for the same and has not ended yet."
              .formatted(open.get().id(), device.id()));
    }
    var now = clock.instant();
    var args = json.writeValueAsString(order.args());
    var command =
        commands.save(
            new Command(UuidCreator.getTimeOrderedEpoch(), device, order, args, actor.name(), now));
    audit.record(
        actor,
        "command.issue",
        device.id(),
        Map.of("op", order.op().key(), "id", command.id().toString(), "reason", order.reason()));
    life.step(command, actor.name(), order.reason(), now);
    return life.view(command);
  }

  CommandView cancel(UUID id) {
    var command = commands.locked(id).orElseThrow(() -> Problem.notFound("command", id.toString()));
    if (command.state() != CommandState.QUEUED) {
      throw Problem.conflict(
          "not-cancelable",
          "It is %s: only a command that is still queued can be canceled."
              .formatted(command.state().key()));
    }
    var actor = audit.actor();
    audit.record("command.cancel", command.deviceId(), Map.of("id", id.toString()));
    command.end(CommandState.CANCELED, "Canceled by " + actor.name() + ".", clock.instant());
    life.step(command, actor.name(), "Canceled before it was sent.", clock.instant());
    return life.view(command);
  }

  @Transactional(readOnly = true)
  public CommandView one(UUID id) {
    return commands
        .findById(id)
        .map(life::view)
        .orElseThrow(() -> Problem.notFound("command", id.toString()));
  }

  /// Newest first.
  @Transactional(readOnly = true)
  public Page<CommandView> list(
      @Nullable String device, @Nullable CommandState state, Paging paging) {
    var conditions = new ArrayList<String>();
    var params = new HashMap<String, Object>();
    if (device != null) {
      conditions.add("device_id = :device");
      params.put("device", device);
    }
    if (state != null) {
      conditions.add("state = :state");
      params.put("state", state.key());
    }
    if (!paging.first()) {
      conditions.add("id < :after");
      params.put("after", paging.uuid(0));
    }
    var where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
    var ids =
        jdbc.sql("select id from command.command %s order by id desc limit :limit".formatted(where))
            .params(params)
            .param("limit", paging.fetch())
            .query(UUID.class)
            .list();
    var found = new HashMap<UUID, CommandView>();
    commands.findAllById(ids).forEach(command -> found.put(command.id(), life.brief(command)));
    var rows = ids.stream().map(found::get).filter(Objects::nonNull).toList();
    return paging.page(rows, view -> Paging.cursor(view.id()));
  }
}
