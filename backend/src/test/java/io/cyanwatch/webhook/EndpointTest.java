package io.cyanwatch.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EndpointTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final byte[] OLD = {1};
  private static final byte[] NEW = {2};

  private final Endpoint endpoint =
      new Endpoint(
          UUID.randomUUID(),
          Target.parse("https://a.example/b?token=secret"),
          new StandardFormat(),
          OLD,
          NOW);

  @Test
  void fiveDaysOfNothingButFailuresEndIt() {
    assertThat(endpoint.failed(NOW)).isFalse();
    assertThat(endpoint.failed(NOW.plus(Endpoint.HOPE).minusMillis(1))).isFalse();
    assertThat(endpoint.enabled()).isTrue();

    assertThat(endpoint.failed(NOW.plus(Endpoint.HOPE))).isTrue();
    assertThat(endpoint.enabled()).isFalse();
    assertThat(endpoint.view().disabledReason()).isEqualTo("failing");
    assertThat(endpoint.failed(NOW.plus(Duration.ofDays(6)))).isFalse();
  }

  @Test
  void oneSuccessRenewsTheHope() {
    endpoint.failed(NOW);
    endpoint.succeeded();
    endpoint.failed(NOW.plus(Duration.ofDays(4)));

    assertThat(endpoint.failed(NOW.plus(Duration.ofDays(8)))).isFalse();
    assertThat(endpoint.failed(NOW.plus(Duration.ofDays(9)))).isTrue();
  }

  @Test
  void afterFiveFailuresInARowItRestsAndIsThenCalledOneAtATime() {
    for (var i = 1; i < Endpoint.TRIPS_AT; i++) {
      endpoint.failed(NOW);
    }
    assertThat(endpoint.width(NOW)).isEqualTo(Endpoint.WIDTH);

    endpoint.failed(NOW);

    assertThat(endpoint.width(NOW.plus(Endpoint.REST).minusMillis(1))).isZero();
    assertThat(endpoint.width(NOW.plus(Endpoint.REST))).isEqualTo(1);
    endpoint.succeeded();
    assertThat(endpoint.width(NOW)).isEqualTo(Endpoint.WIDTH);
  }

  @Test
  void aReplacedSecretSignsForADay() {
    assertThat(endpoint.secrets(NOW)).containsExactly(OLD);

    endpoint.rotate(NEW, NOW);

    assertThat(endpoint.secrets(NOW.plus(Endpoint.OVERLAP).minusMillis(1)))
        .containsExactly(NEW, OLD);
    assertThat(endpoint.secrets(NOW.plus(Endpoint.OVERLAP))).containsExactly(NEW);
  }

  @Test
  void enablingItAgainForgetsItsFailures() {
    endpoint.failed(NOW);
    assertThat(endpoint.disable("admin")).isTrue();
    assertThat(endpoint.disable("gone")).isFalse();
    assertThat(endpoint.view().disabledReason()).isEqualTo("admin");

    endpoint.enable();

    assertThat(endpoint.view().disabledReason()).isNull();
    assertThat(endpoint.view().consecutiveFailures()).isZero();
    assertThat(endpoint.view().firstFailureAt()).isNull();
  }

  @Test
  void aDeletedOneForgetsItsSecretAndItsQuery() {
    endpoint.rotate(NEW, NOW);

    endpoint.delete();

    assertThat(endpoint.secrets(NOW)).containsExactly(new byte[0]);
    assertThat(endpoint.url()).doesNotContain("secret");
    assertThat(endpoint.enabled()).isFalse();
  }

  @Test
  void itsViewHidesTheQueryAndTheSecret() {
    assertThat(endpoint.view().toString()).doesNotContain("token").doesNotContain("whsec");
    assertThat(endpoint.view().url()).isEqualTo("https://a.example/b?…");
  }
}
