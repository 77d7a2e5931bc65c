package io.cyanwatch.access;

import io.cyanwatch.access.Token.Terms;
import io.cyanwatch.access.Token.TokenView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "access")
class TokenApi {
  private final Keyring keyring;
  private final Idempotency idempotency;

  TokenApi(Keyring keyring, Idempotency idempotency) {
    this.keyring = keyring;
    this.idempotency = idempotency;
  }

  record NewToken(
      @NotNull @Pattern(regexp = "[A-Za-z0-9._-]{1,64}") String name,
      @NotNull Scope scope,
      @Nullable Instant expiresAt) {}

  @GetMapping
  @Operation(summary = "Lists tokens, newest first")
  Page<TokenView> list(
      @RequestParam @Nullable Integer limit, @RequestParam @Nullable String after) {
    return keyring.page(Paging.of(limit, after));
  }

  @PostMapping
  @Operation(
      summary = "Makes a token",
      description = "The text of the token is in this answer only; a replay does not repeat it.")
  ResponseEntity<TokenView> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody NewToken asked) {
    return idempotency.once(
        key, asked, TokenView.class, TokenView::withoutText, () -> created(asked));
  }

  @DeleteMapping("/{id}")
  @Operation(summary = "Revokes a token for good")
  ResponseEntity<Void> revoke(@PathVariable UUID id) {
    keyring.revoke(id);
    return ResponseEntity.noContent().build();
  }

  private ResponseEntity<TokenView> created(NewToken asked) {
    var token = keyring.issue(new Terms(asked.name(), asked.scope(), asked.expiresAt()));
    return ResponseEntity.created(URI.create("/api/v1/tokens/" + token.id())).body(token);
  }
}
