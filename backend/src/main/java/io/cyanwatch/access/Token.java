package io.cyanwatch.access;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An API token. We keep its hash only.
@Entity
@Table(schema = "access", name = "token")
class Token {
  /// How exactly we remember the last use.
  static final Duration USE_RESOLUTION = Duration.ofMinutes(1);

  @Id private UUID id;
  private String name;
  private byte[] hash;
  private String hint;

  @Enumerated(EnumType.STRING)
  private Scope scope;

  private String createdBy;
  private Instant createdAt;
  private @Nullable Instant expiresAt;
  private @Nullable Instant lastUsedAt;
  private @Nullable Instant revokedAt;
  @Version private @Nullable Integer version;

  @SuppressWarnings("NullAway.Init")
  protected Token() {}

  Token(UUID id, String text, Terms terms, Actor by, Instant now) {
    this.id = id;
    this.name = terms.name();
    this.hash = Secrets.sha256(text);
    this.hint = TokenText.hint(text);
    this.scope = terms.scope();
    this.createdBy = by.name();
    this.createdAt = now;
    this.expiresAt = terms.expiresAt();
  }

  /// What is asked for.
  ///
  /// @param expiresAt null for never
  record Terms(String name, Scope scope, @Nullable Instant expiresAt) {}

  /// Whether this hash is its own, and it is in force.
  boolean opensFor(byte[] hash, Instant now) {
    return MessageDigest.isEqual(this.hash, hash)
        && revokedAt == null
        && (expiresAt == null || now.isBefore(expiresAt));
  }

  /// Whether a use now is worth writing down.
  boolean useIsNews(Instant now) {
    return lastUsedAt == null || !now.isBefore(lastUsedAt.plus(USE_RESOLUTION));
  }

  /// For good; doing it again changes nothing.
  ///
  /// @return whether it was in force until now
  boolean revoke(Instant now) {
    if (revokedAt != null) {
      return false;
    }
    revokedAt = now;
    return true;
  }

  UUID id() {
    return id;
  }

  String name() {
    return name;
  }

  Scope scope() {
    return scope;
  }

  TokenView view(@Nullable String text) {
    return new TokenView(
        id, name, scope, hint, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt, text);
  }

  /// @param token the text itself, in the answer to its creation only
  record TokenView(
      UUID id,
      String name,
      Scope scope,
      String hint,
      String createdBy,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt,
      @Nullable Instant revokedAt,
      @Nullable String token) {

    TokenView withoutText() {
      return new TokenView(
          id, name, scope, hint, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt, null);
    }

    /// Without the text.
    @Override
    public String toString() {
      return "TokenView[" + id + "]";
    }
  }
}
