package io.cyanwatch.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cyanwatch.CyanwatchTest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

@CyanwatchTest
class FirstStartTests {
  @Autowired Operators operators;
  @Autowired PasswordEncoder encoder;
  @Autowired TransactionTemplate transaction;
  @Autowired Audit audit;
  @Autowired Clock clock;

  final List<Object> published = new ArrayList<>();

  @BeforeEach
  @AfterEach
  void nobodyIsThere() {
    operators.deleteAll();
  }

  @AfterEach
  void theOthersFindTheirAdmin() {
    start(CyanwatchTest.PASSWORD);
  }

  @Test
  void theFirstStartMakesUpAPasswordAndTellsItOnce() {
    start(null);

    assertThat(published).hasSize(1);
    var created = (AdminCreated) published.getFirst();
    assertThat(created.password()).matches("([a-z]{4}-){5}[a-z]{4}");
    assertThat(created.toString()).doesNotContain(created.password());
    assertThat(hash()).doesNotContain(created.password());
    assertThat(encoder.matches(created.password(), hash())).isTrue();
  }

  @Test
  void theNextStartTellsAndChangesNothing() {
    start(null);
    var before = hash();

    start(null);

    assertThat(published).hasSize(1);
    assertThat(hash()).isEqualTo(before);
  }

  @Test
  void aConfiguredPasswordIsNotTold() {
    start("configured-1");

    assertThat(published).isEmpty();
    assertThat(encoder.matches("configured-1", hash())).isTrue();
  }

  @Test
  void aConfiguredPasswordHoldsFromTheNextStartOn() {
    start(null);

    start("configured-2");

    assertThat(encoder.matches("configured-2", hash())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1234567890123456789012345678901"})
  void aShortBootstrapTokenIsRefusedInOneSentenceWithoutIt(String token) {
    assertThatThrownBy(() -> new AccessProperties(token, null))
        .hasMessage(
            "cyanwatch.access.bootstrap-token must have at least 32 characters, it has "
                + token.length()
                + ".");
  }

  @Test
  void aBootstrapTokenOf32CharactersOrNoneWillDo() {
    assertThat(new AccessProperties("x".repeat(32), null).bootstrapToken()).hasSize(32);
    assertThat(new AccessProperties("", "").bootstrapToken()).isNull();
  }

  @Test
  void aPasswordTheHashCannotHoldIsRefused() {
    assertThatThrownBy(() -> new AccessProperties(null, "1234567")).hasMessageContaining("8");
    assertThatThrownBy(() -> new AccessProperties(null, "x".repeat(73))).hasMessageContaining("72");
    assertThat(new AccessProperties(null, "x".repeat(72)).adminPassword()).isNotNull();
    assertThat(new AccessProperties(null, "12345678").adminPassword()).isNotNull();
  }

  private void start(@Nullable String configured) {
    new FirstStart(
            operators,
            encoder,
            transaction,
            audit,
            published::add,
            clock,
            new AccessProperties(null, configured))
        .run(new DefaultApplicationArguments());
  }

  private String hash() {
    return operators.findByName("admin").orElseThrow().passwordHash();
  }
}
