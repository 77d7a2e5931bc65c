package io.cyanwatch.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.cyanwatch.access.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  private static final String BODY = "{\"type\":\"webhook.test\",\"text\":\"grün\"}";
  private static final byte[] BYTES = BODY.getBytes(StandardCharsets.UTF_8);

  private final Secret secret = Secret.fresh();

  @Test
  void anIndependentReceiverBelievesUs() {
    var headers = sealedWith(secret);

    assertThatCode(() -> receiver(secret).verify(BODY, headers)).doesNotThrowAnyException();
  }

  @Test
  void ofTwoSecretsEitherProvesTheMessage() {
    var fresh = Secret.fresh();

    var headers = sealedWith(fresh, secret);

    assertThatCode(() -> receiver(fresh).verify(BODY, headers)).doesNotThrowAnyException();
    assertThatCode(() -> receiver(secret).verify(BODY, headers)).doesNotThrowAnyException();
  }

  @Test
  void aStrangerSecretProvesNothing() {
    var headers = sealedWith(secret);

    assertThatThrownBy(() -> receiver(Secret.fresh()).verify(BODY, headers))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
  void aChangedHeaderIsNoticed(String name) {
    var headers = new HashMap<>(sealedWith(secret));
    headers.compute(name, (_, values) -> List.of(flipped(values.getFirst())));

    assertThatThrownBy(() -> receiver(secret).verify(BODY, headers))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void aChangedBodyIsNoticed() {
    var headers = sealedWith(secret);

    assertThatThrownBy(() -> receiver(secret).verify(BODY + " ", headers))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void aGivenSecretHoldsTwentyFourToSixtyFourBytes() {
    assertThat(Secret.parse(text(24)).key()).hasSize(24);
    assertThat(Secret.parse(text(64)).key()).hasSize(64);
    assertThat(secret.key()).hasSize(32);
    for (var wrong : List.of(text(23), text(65), "whsec_***", "sec_" + text(32), "whsec_", "")) {
      assertThatThrownBy(() -> Secret.parse(wrong))
          .isInstanceOfSatisfying(
              Problem.class, problem -> assertThat(problem.field()).isEqualTo("secret"));
    }
  }

  @Test
  void aSecretDoesNotPrintItself() {
    assertThat(secret.toString()).isEqualTo("whsec_…").isNotEqualTo(secret.text());
  }

  private static String text(int bytes) {
    return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
  }

  private static String flipped(String value) {
    var last = value.charAt(value.length() - 2);
    return value.substring(0, value.length() - 2)
        + (last == '0' ? '1' : '0')
        + value.charAt(value.length() - 1);
  }

  private static Webhook receiver(Secret secret) throws Exception {
    return new Webhook(secret.text());
  }

  private static Map<String, List<String>> sealedWith(Secret... secrets) {
    return Envelope.headers(UUID.randomUUID(), Instant.now(), BYTES, List.of(secrets))
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
  }
}
