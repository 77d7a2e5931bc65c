package io.cyanwatch.command;

import io.cyanwatch.access.Page;
import io.cyanwatch.access.Paging;
import io.cyanwatch.access.Problem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Commands over HTTP.
@RestController
@RequestMapping("/api/v1")
class CommandApi {
  private static final int LONGEST_TTL = 3600;
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_KEY = 200;

  private final CommandDesk desk;
  private final JsonMapper json;

  CommandApi(CommandDesk desk, JsonMapper json) {
    this.desk = desk;
    this.json = json;
  }

  /// @param ttl seconds within which the device may start
  record Request(
      @Nullable String op,
      @Nullable Map<String, Object> args,
      @Nullable Integer ttl,
      @Nullable String reason) {}

  @PostMapping("/devices/{device}/commands")
  ResponseEntity<CommandView> issue(
      @PathVariable String device,
      @RequestBody Request request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
    var command = desk.issue(device, order(device, request, key));
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/commands/" + command.id()))
        .body(command);
  }

  private Order order(String device, Request request, @Nullable String key) {
    var op = request.op() == null ? "" : request.op();
    var known =
        Op.of(op).orElseThrow(() -> Problem.badField("op", "It must be one of " + Op.keys() + "."));
    var ttl = request.ttl() == null ? 30 : request.ttl();
    if (ttl < 1 || ttl > LONGEST_TTL) {
      throw Problem.badField("ttl", "It must be 1 to " + LONGEST_TTL + " seconds.");
    }
    var reason = request.reason() == null ? "" : request.reason();
    if (reason.length() > LONGEST_REASON) {
      throw Problem.badField("reason", "It must have at most " + LONGEST_REASON + " characters.");
    }
    if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
      throw Problem.badField(
          "Idempotency-Key", "It must have 1 to " + LONGEST_KEY + " characters.");
    }
    var args = request.args() == null ? Map.<String, Object>of() : request.args();
    return new Order(known, args, Duration.ofSeconds(ttl), reason, key, hash(device, request));
  }

  private String hash(String device, Request request) {
    try {
      var text = device + "\n" + json.writeValueAsString(request);
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @GetMapping("/commands/{id}")
  CommandView one(@PathVariable UUID id) {
    return desk.one(id);
  }

  @GetMapping("/commands")
  Page<CommandView> list(
      @RequestParam(required = false) @Nullable String device,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String after) {
    return desk.list(device, state == null ? null : state(state), Paging.of(limit, after));
  }

  private static CommandState state(String key) {
    return Arrays.stream(CommandState.values())
        .filter(state -> state.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.badField(
                    "state",
                    "It must be one of "
                        + String.join(
                            ", ",
                            Arrays.stream(CommandState.values()).map(CommandState::key).toList())
                        + "."));
  }

  @PostMapping("/commands/{id}/cancel")
  CommandView cancel(@PathVariable UUID id) {
    return desk.cancel(id);
  }
}
