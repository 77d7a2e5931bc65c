package io.cyanwatch.incident;

import io.cyanwatch.access.Problem;
import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.detection.Subject;
import io.cyanwatch.detection.Verdict;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An open fault and its life. It guards its own transitions.
@Entity
@Table(schema = "incident", name = "incident")
class Incident {
  @Id private UUID id;
  @Version private int version;
  private String kind;
  private String subjectType;
  private String subject;
  private @Nullable Long device;
  private String site;
  private @Nullable String accessPoint;
  private String severity;
  private String state;
  private String summary;
  private String evidence;
  private Instant openedAt;
  private @Nullable Instant acknowledgedAt;
  private @Nullable String acknowledgedBy;
  private @Nullable Instant resolvedAt;
  private @Nullable String resolution;
  private @Nullable Instant snoozedUntil;

  @Column(name = "suppressed_by")
  private @Nullable UUID suppressedBy;

  private @Nullable Instant notifyAt;

  private @Nullable Instant notifiedAt;

  /// It was told, ended, came back, and that was not told yet.
  private boolean cameBack;

  /// The silence that keeps it from being told.
  private @Nullable UUID silencedBy;

  @SuppressWarnings("NullAway.Init")
  Incident() {}

  /// @param evidence as JSON
  Incident(UUID id, Opinion opinion, Verdict.Fault fault, String evidence, Instant now) {
    var about = opinion.subject();
    this.id = id;
    this.kind = opinion.kind();
    this.subjectType = about.type().name().toLowerCase(Locale.ROOT);
    this.subject = about.id();
    this.device = about.device();
    this.site = about.site();
    this.accessPoint = about.accessPoint();
    this.severity = fault.severity().name().toLowerCase(Locale.ROOT);
    this.state = "open";
    this.summary = fault.summary();
    this.evidence = evidence;
    this.openedAt = now;
  }

  UUID id() {
    return id;
  }

  String kind() {
    return kind;
  }

  String subject() {
    return subject;
  }

  boolean resolved() {
    return resolvedAt != null;
  }

  /// Whether people know of it as open: whoever was told of its end does not.
  boolean told() {
    return notifiedAt != null && !cameBack;
  }

  /// Whether people heard of it at any time: the next they hear is no news of a new one.
  boolean everTold() {
    return notifiedAt != null;
  }

  /// Somebody took it on: nobody else needs to be told of it again.
  boolean acknowledged() {
    return acknowledgedAt != null;
  }

  @Nullable String accessPoint() {
    return accessPoint;
  }

  boolean isAbout(Opinion opinion) {
    Subject about = opinion.subject();
    return kind.equals(opinion.kind())
        && subject.equals(about.id())
        && subjectType.equals(about.type().name().toLowerCase(Locale.ROOT));
  }

  String summary() {
    return summary;
  }

  /// What is known of it now.
  void update(Verdict.Fault fault, String evidence) {
    this.summary = fault.summary();
    this.evidence = evidence;
  }

  /// People will be told at this moment, unless something else explains it first.
  void tellAt(Instant at) {
    notifyAt = at;
  }

  void tell(Instant now) {
    notifyAt = null;
    notifiedAt = now;
    cameBack = false;
    silencedBy = null;
    if (!snoozed(now)) {
      snoozedUntil = null;
    }
  }

  /// Nobody needs to be told.
  void leave() {
    notifyAt = null;
    silencedBy = null;
  }

  /// Why it is told only now.
  String late() {
    if (snoozedUntil != null) {
      return "Snoozed until now, and still so.";
    }
    if (silencedBy != null) {
      return "Silenced until now, and still so.";
    }
    return cameBack ? "It came back." : "It did not come back.";
  }

  /// People will be told when the silence or the snooze is over.
  void hush(@Nullable UUID silence, Instant until) {
    silencedBy = silence;
    notifyAt = until;
  }

  boolean snoozed(Instant now) {
    return snoozedUntil != null && snoozedUntil.isAfter(now);
  }

  Optional<Instant> snoozedUntil() {
    return Optional.ofNullable(snoozedUntil);
  }

  Optional<UUID> suppressor() {
    return Optional.ofNullable(suppressedBy);
  }

  Instant openedAt() {
    return openedAt;
  }

  String severity() {
    return severity;
  }

  String site() {
    return site;
  }

  boolean aboutADevice() {
    return subjectType.equals("device");
  }

  /// What is understood of it by hindsight.
  void learn(String evidence) {
    this.evidence = evidence;
  }

  /// `parent` explains it: people are told of that one only.
  void suppress(UUID parent) {
    suppressedBy = parent;
    notifyAt = null;
  }

  /// Its parent is over and it is not: it stands on its own again.
  void release(Instant tellAt) {
    suppressedBy = null;
    var known = told() && snoozedUntil == null;
    notifyAt = known || acknowledged() || severity.equals("info") ? null : tellAt;
  }

  void acknowledge(int expected, String actor, Instant now) {
    check(expected);
    if (resolved()) {
      throw Problem.conflict("already-resolved", "The incident is resolved already.");
    }
    state = "acknowledged";
    acknowledgedAt = now;
    acknowledgedBy = actor;
  }

  /// People will be told at its end, once more if they knew, but not before a hold is over.
  void snooze(int expected, Instant until) {
    check(expected);
    var hold = Objects.equals(notifyAt, snoozedUntil) ? null : notifyAt;
    snoozedUntil = until;
    if (!resolved() && !acknowledged() && suppressedBy == null && !severity.equals("info")) {
      notifyAt = hold != null && hold.isAfter(until) ? hold : until;
    }
  }

  void resolveByHand(int expected, Instant now) {
    check(expected);
    if (resolved()) {
      throw Problem.conflict("already-resolved", "The incident is resolved already.");
    }
    resolve("manual", now);
  }

  void resolve(String how, Instant now) {
    state = "resolved";
    resolvedAt = now;
    resolution = how;
    notifyAt = null;
    snoozedUntil = null;
    silencedBy = null;
  }

  void reopen(Verdict.Fault fault, String evidence) {
    state = acknowledgedAt == null ? "open" : "acknowledged";
    resolvedAt = null;
    resolution = null;
    suppressedBy = null;
    cameBack = everTold();
    update(fault, evidence);
  }

  private void check(int expected) {
    if (expected != version) {
      throw Problem.conflict(
          "stale-version",
          "The incident is at version %d, you looked at %d: look again."
              .formatted(version, expected));
    }
  }

  IncidentView view(java.util.Map<String, Object> evidence) {
    return new IncidentView(
        id,
        version,
        kind,
        subjectType,
        subject,
        device == null ? null : subject,
        site,
        accessPoint,
        severity,
        state,
        summary,
        evidence,
        openedAt,
        acknowledgedAt,
        acknowledgedBy,
        resolvedAt,
        resolution,
        snoozedUntil,
        suppressedBy);
  }

  String evidence() {
    return evidence;
  }
}
