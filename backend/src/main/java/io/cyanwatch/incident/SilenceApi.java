package io.cyanwatch.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.f4b6a3.uuid.UuidCreator;
import io.cyanwatch.access.Audit;
import io.cyanwatch.access.Problem;
import io.cyanwatch.incident.Silence.Matcher;
import io.cyanwatch.incident.Silence.Repeat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Silences and maintenance windows over HTTP.
@RestController
@RequestMapping("/api/v1/silences")
class SilenceApi {
  private static final Set<String> NAMES =
      Set.of("kind", "device", "subject", "site", "access_point", "severity");
  private static final int MOST = 1_000;
  private static final int LONGEST = 500;
  private static final int MATCHERS = 20;

  private final Silences silences;
  private final Incidents incidents;
  private final Audit audit;
  private final Clock clock;

  SilenceApi(Silences silences, Incidents incidents, Audit audit, Clock clock) {
    this.silences = silences;
    this.incidents = incidents;
    this.audit = audit;
    this.clock = clock;
  }

  record Wanted(
      @Nullable List<Condition> matchers,
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable String repeat,
      @Nullable String comment) {}

  record Condition(
      @Nullable String name,
      @Nullable String value,
      @Nullable Boolean regex,
      @Nullable Boolean equal) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(
      UUID id,
      List<Matcher> matchers,
      Instant from,
      Instant until,
      String repeat,
      String comment,
      String author,
      boolean active) {}

  record All(List<View> items) {}

  @GetMapping
  All list() {
    var now = clock.instant();
    return new All(silences.current(now).stream().map(silence -> view(silence, now)).toList());
  }

  private static View view(Silence silence, Instant now) {
    return new View(
        silence.id(),
        silence.matchers(),
        silence.from(),
        silence.until(),
        silence.repeat().key(),
        silence.comment(),
        silence.author(),
        silence.quietUntil(now).isPresent());
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Transactional
  View add(@RequestBody Wanted wanted) {
    var now = clock.instant();
    if (silences.current(now).size() >= MOST) {
      throw Problem.conflict("too-many", "There are %d silences: end some first.".formatted(MOST));
    }
    var silence = checked(wanted, now);
    silences.add(silence);
    audit.record("silence.add", silence.id().toString(), Map.of("comment", silence.comment()));
    return view(silence, now);
  }

  private Silence checked(Wanted wanted, Instant now) {
    var from = wanted.from() == null ? now : wanted.from();
    var until = wanted.until();
    if (until == null || !until.isAfter(from) || !until.isAfter(now)) {
      throw Problem.badField("until", "Say until when: after its beginning, and in the future.");
    }
    var comment = wanted.comment() == null ? "" : wanted.comment().strip();
    if (comment.isEmpty() || comment.length() > LONGEST) {
      throw Problem.badField("comment", "Say why, in 1 to " + LONGEST + " characters.");
    }
    var repeat = repeat(wanted.repeat());
    var length = Duration.between(from, until);
    if (repeat.period().filter(period -> length.compareTo(period) >= 0).isPresent()) {
      throw Problem.badField("repeat", "It must end before it begins again.");
    }
    var given = wanted.matchers();
    if (given == null || given.isEmpty() || given.size() > MATCHERS) {
      throw Problem.badField("matchers", "Give 1 to " + MATCHERS + " of them.");
    }
    var matchers = given.stream().map(SilenceApi::checked).toList();
    var author = audit.actor().name();
    return new Silence(
        UuidCreator.getTimeOrderedEpoch(),
        matchers,
        from,
        until,
        repeat,
        comment,
        author,
        now,
        null);
  }

  private static Repeat repeat(@Nullable String name) {
    try {
      return name == null ? Repeat.NONE : Repeat.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Problem.badField("repeat", "It must be none, daily or weekly.");
    }
  }

  private static Matcher checked(Condition condition) {
    var name = condition.name();
    var value = condition.value();
    if (name == null || !NAMES.contains(name)) {
      throw Problem.badField("matchers.name", "It must be one of " + NAMES + ".");
    }
    if (value == null || value.isEmpty() || value.length() > LONGEST) {
      throw Problem.badField("matchers.value", "It must have 1 to " + LONGEST + " characters.");
    }
    var regex = Boolean.TRUE.equals(condition.regex());
    if (regex) {
      try {
        Pattern.compile(value);
      } catch (PatternSyntaxException e) {
        throw Problem.badField("matchers.value", "No regular expression: " + e.getDescription());
      }
    }
    return new Matcher(name, value, regex, !Boolean.FALSE.equals(condition.equal()));
  }

  /// What it kept quiet is told now, if it is still so.
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Transactional
  void end(@PathVariable UUID id) {
    var now = clock.instant();
    if (silences.find(id).isEmpty()) {
      throw Problem.notFound("silence", id.toString());
    }
    if (silences.end(id, now)) {
      audit.record("silence.end", id.toString(), Map.of());
      incidents.silencedBy(id).forEach(incident -> incident.hush(id, now));
    }
  }
}
