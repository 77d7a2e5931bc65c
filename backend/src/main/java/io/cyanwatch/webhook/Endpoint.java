package io.cyanwatch.webhook;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// Somebody who wants to be told. Changed only under [Endpoints#lock], so it needs no version.
@Entity
@Table(schema = "webhook", name = "endpoint")
@DynamicUpdate
class Endpoint {
  /// Nothing but failures for this long ends it.
  static final Duration HOPE = Duration.ofDays(5);

  /// How long a replaced secret still signs.
  static final Duration OVERLAP = Duration.ofHours(24);

  /// The most deliveries at once.
  static final int WIDTH = 4;

  /// From this many failures in a row on it is called one at a time, with rests.
  static final int TRIPS_AT = 5;

  static final Duration REST = Duration.ofSeconds(10);

  private static final String ENABLED = "enabled";

  @Id private UUID id;
  private String url;
  private String shownUrl;
  private String format;

  @JdbcTypeCode(SqlTypes.ARRAY)
  private List<String> events;

  @JdbcTypeCode(SqlTypes.ARRAY)
  private List<String> kinds;

  @JdbcTypeCode(SqlTypes.ARRAY)
  private List<String> severities;

  @JdbcTypeCode(SqlTypes.ARRAY)
  private List<String> sites;

  private byte[] secret;
  private byte @Nullable [] previousSecret;
  private @Nullable Instant previousUntil;
  private String state;
  private String disabledReason;
  private int consecutiveFailures;
  private @Nullable Instant firstFailureAt;
  private @Nullable Instant lastFailureAt;
  private Instant createdAt;

  @SuppressWarnings("NullAway.Init")
  protected Endpoint() {}

  Endpoint(UUID id, Target target, Format format, byte[] secret, Instant createdAt) {
    this.id = id;
    this.url = target.uri().toString();
    this.shownUrl = target.shown();
    this.format = format.name();
    this.events = List.of();
    this.kinds = List.of();
    this.severities = List.of();
    this.sites = List.of();
    this.secret = secret.clone();
    this.state = ENABLED;
    this.disabledReason = "";
    this.createdAt = createdAt;
  }

  Endpoint listensTo(List<String> types, Filter filter) {
    events = List.copyOf(types);
    kinds = filter.kinds();
    severities = filter.severities();
    sites = filter.sites();
    return this;
  }

  /// A new address starts with a clean record.
  void moveTo(Target target) {
    url = target.uri().toString();
    shownUrl = target.shown();
    succeeded();
  }

  void rotate(byte[] fresh, Instant now) {
    previousSecret = secret;
    previousUntil = now.plus(OVERLAP);
    secret = fresh.clone();
  }

  void succeeded() {
    consecutiveFailures = 0;
    firstFailureAt = null;
    lastFailureAt = null;
  }

  /// @return whether this was the one too many
  boolean failed(Instant now) {
    consecutiveFailures++;
    lastFailureAt = now;
    if (firstFailureAt == null) {
      firstFailureAt = now;
    }
    return enabled() && !now.isBefore(firstFailureAt.plus(HOPE)) && disable("failing");
  }

  /// @param reason `admin`, `gone` or `failing`
  /// @return whether it was enabled before
  boolean disable(String reason) {
    if (!enabled()) {
      return false;
    }
    state = "disabled";
    disabledReason = reason;
    return true;
  }

  void enable() {
    if (!enabled()) {
      state = ENABLED;
      disabledReason = "";
      succeeded();
    }
  }

  /// What is left is the history; address and secrets are forgotten.
  void delete() {
    state = "deleted";
    url = shownUrl;
    secret = new byte[0];
    previousSecret = null;
    previousUntil = null;
  }

  /// How many deliveries may be on their way at once. Zero while it rests after failures.
  int width(Instant now) {
    if (consecutiveFailures < TRIPS_AT || lastFailureAt == null) {
      return WIDTH;
    }
    return now.isBefore(lastFailureAt.plus(REST)) ? 0 : 1;
  }

  /// The secrets that sign now, the newest first.
  List<byte[]> secrets(Instant now) {
    return previousSecret != null && previousUntil != null && now.isBefore(previousUntil)
        ? List.of(secret.clone(), previousSecret.clone())
        : List.of(secret.clone());
  }

  boolean enabled() {
    return state.equals(ENABLED);
  }

  boolean deleted() {
    return state.equals("deleted");
  }

  UUID id() {
    return id;
  }

  String url() {
    return url;
  }

  Format format() {
    return Format.of(format)
        .orElseThrow(() -> new IllegalStateException("no format " + format + " in this version"));
  }

  List<String> events() {
    return List.copyOf(events);
  }

  Filter filter() {
    return new Filter(kinds, severities, sites);
  }

  EndpointView view() {
    return new EndpointView(
        id,
        null,
        shownUrl,
        format,
        events(),
        filter(),
        state,
        disabledReason.isEmpty() ? null : disabledReason,
        consecutiveFailures,
        firstFailureAt,
        previousUntil,
        createdAt);
  }
}
