package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.cyanwatch.access.Problem;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.timeline.Stretch;
import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import tools.jackson.databind.json.JsonMapper;

/// A rule over stored history: what it would have opened. Whoever hangs up ends it.
@RestController
class BacktestApi {
  private static final Logger log = LoggerFactory.getLogger(BacktestApi.class);
  private static final int AT_ONCE = 2;
  private static final long ENDLESS = 0;
  private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

  private final Backtest backtest;
  private final Rules rules;
  private final Fleet fleet;
  private final JsonMapper json;
  private final Clock clock;
  private final Semaphore places = new Semaphore(AT_ONCE);

  BacktestApi(Backtest backtest, Rules rules, Fleet fleet, JsonMapper json, Clock clock) {
    this.backtest = backtest;
    this.rules = rules;
    this.fleet = fleet;
    this.json = json;
    this.clock = clock;
  }

  /// @param thresholds those that differ from the ones in force
  /// @param site only its devices
  /// @param device only this one
  record Body(
      @Nullable String rule,
      @Nullable Map<String, @Nullable Double> thresholds,
      @Nullable String from,
      @Nullable String to,
      @Nullable String site,
      @Nullable String device,
      @JsonAnySetter Map<String, Object> other) {}

  @Operation(
      summary = "A rule over stored history",
      description =
          "Answers lines of JSON: `{\"progress\":{\"records\",\"devices\",\"share\"}}` while it runs,"
              + " and at last `{\"result\":{…}}` with the incidents that it would have opened"
              + " (`would_open`), which of those of the past it would have found (`matched`) and"
              + " missed (`missed`), how many of them people had acknowledged, and notifications a"
              + " day before and after. Changes nothing. Hang up to cancel it; two run at once.")
  @PostMapping("/api/v1/rules:backtest")
  ResponseEntity<ResponseBodyEmitter> backtest(@RequestBody Body body) {
    var ask = ask(body);
    if (!places.tryAcquire()) {
      throw Problem.of(
          HttpStatus.TOO_MANY_REQUESTS,
          "too-many-backtests",
          "%d backtests are running: wait for one to end.".formatted(AT_ONCE));
    }
    var lines = new ResponseBodyEmitter(ENDLESS);
    // Of its own and not virtual: it computes for long and must not hold up those that wait.
    Thread.ofPlatform().name("backtest-" + ask.kind()).daemon().start(() -> run(ask, lines));
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_NDJSON).body(lines);
  }

  private Backtest.Ask ask(Body body) {
    RuleApi.known(body.other(), Set.of());
    var setting =
        rules
            .known(required("rule", body.rule()))
            .orElseThrow(() -> Problem.badField("rule", "There is no rule '" + body.rule() + "'."));
    var thresholds = body.thresholds();
    var tried =
        Backtest.trying(
                setting, thresholds == null ? Map.of() : RuleApi.checked(setting, thresholds))
            .orElseThrow(
                () -> Problem.badField("rule", "It does not follow from the history of devices."));
    var now = clock.instant();
    var stretch = Stretch.of(required("from", body.from()), required("to", body.to()), now);
    if (!stretch.from().isBefore(now)) {
      throw Problem.badField("from", "It is not past yet: history ends now.");
    }
    var id = body.device();
    var device =
        id == null
            ? null
            : fleet
                .find(id)
                .orElseThrow(() -> Problem.badField("device", "There is no device '" + id + "'."));
    var site = body.site() == null ? "" : body.site();
    if (device != null && !site.isEmpty() && !device.site().equals(site)) {
      throw Problem.badField("device", "It is not at that site.");
    }
    // Time that has not been lived through yet would find everybody silent.
    var to = stretch.to().isAfter(now) ? now : stretch.to();
    return new Backtest.Ask(tried, stretch.from(), to, site, device);
  }

  private static String required(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw Problem.badField(field, "It is missing.");
    }
    return value;
  }

  private void run(Backtest.Ask ask, ResponseBodyEmitter lines) {
    try {
      var result = backtest.run(ask, progress -> send(lines, Map.of("progress", progress)));
      send(lines, Map.of("result", result));
      lines.complete();
    } catch (UncheckedIOException gone) {
      log.info("A backtest of {} was canceled.", ask.kind());
    } catch (GroupReplay.TooMuch e) {
      fail(lines, "too-much", "There are " + e.getMessage() + ": ask for less time, or one site.");
    } catch (RuntimeException e) {
      log.error("A backtest of {} failed", ask.kind(), e);
      fail(lines, "internal", "We failed; the log says how.");
    } finally {
      places.release();
    }
  }

  private void send(ResponseBodyEmitter lines, Map<String, ?> line) {
    try {
      lines.send(json.writeValueAsString(line) + "\n", TEXT);
    } catch (IOException e) {
      throw new UncheckedIOException("The reader left.", e);
    } catch (IllegalStateException e) {
      throw new UncheckedIOException(new IOException("The reader had left before.", e));
    }
  }

  /// The status is sent already: the last line says it.
  private void fail(ResponseBodyEmitter lines, String type, String detail) {
    try {
      send(lines, Map.of("error", Map.of("type", type, "detail", detail)));
      lines.complete();
    } catch (UncheckedIOException _) {
      // Nobody waits for it any more.
    }
  }
}
