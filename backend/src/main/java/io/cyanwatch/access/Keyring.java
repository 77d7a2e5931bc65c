package io.cyanwatch.access;

import com.github.f4b6a3.uuid.UuidCreator;
import io.cyanwatch.access.Token.Terms;
import io.cyanwatch.access.Token.TokenView;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Makes tokens, takes them back, and knows whose a shown token is.
@Component
class Keyring {
  private final Tokens tokens;
  private final Audit audit;
  private final Clock clock;
  private final Optional<byte[]> bootstrap;

  Keyring(Tokens tokens, Audit audit, Clock clock, AccessProperties properties) {
    this.tokens = tokens;
    this.audit = audit;
    this.clock = clock;
    this.bootstrap = Optional.ofNullable(properties.bootstrapToken()).map(Secrets::sha256);
  }

  /// Who shows a token, and what that one may do.
  record Bearer(Actor actor, Scope scope) {}

  /// Empty when the token is unknown, expired or revoked.
  @Transactional
  Optional<Bearer> holderOf(String text) {
    var hash = Secrets.sha256(text);
    if (bootstrap.filter(known -> MessageDigest.isEqual(known, hash)).isPresent()) {
      return Optional.of(new Bearer(new Actor("bootstrap"), Scope.ADMIN));
    }
    if (!TokenText.wellFormed(text)) {
      return Optional.empty();
    }
    var now = now();
    var token = tokens.findByHash(hash).filter(found -> found.opensFor(hash, now));
    token
        .filter(found -> found.useIsNews(now))
        .ifPresent(found -> tokens.used(found.id(), now, now.minus(Token.USE_RESOLUTION)));
    return token.map(found -> new Bearer(new Actor("token:" + found.name()), found.scope()));
  }

  /// The text of the new token is in the answer, this once.
  @Transactional
  TokenView issue(Terms terms) {
    var now = now();
    if (terms.expiresAt() != null && !terms.expiresAt().isAfter(now)) {
      throw Problem.badField("expires_at", "It must lie in the future.");
    }
    var text = TokenText.mint();
    var id = UuidCreator.getTimeOrderedEpoch();
    var token = tokens.save(new Token(id, text, terms, audit.actor(), now));
    audit.record(
        "token.create", id.toString(), Map.of("name", terms.name(), "scope", terms.scope().key()));
    return token.view(text);
  }

  @Transactional
  void revoke(UUID id) {
    var token = tokens.findById(id).orElseThrow(() -> Problem.notFound("token", id.toString()));
    if (token.revoke(now())) {
      audit.record("token.revoke", id.toString(), Map.of("name", token.name()));
    }
  }

  @Transactional(readOnly = true)
  Page<TokenView> page(Paging paging) {
    var limit = Limit.of(paging.fetch());
    var found =
        paging.first()
            ? tokens.findByOrderByIdDesc(limit)
            : tokens.findByIdLessThanOrderByIdDesc(paging.uuid(0), limit);
    return paging.page(found, token -> Paging.cursor(token.id())).map(token -> token.view(null));
  }

  /// As exact as the database keeps it.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
