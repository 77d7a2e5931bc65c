package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class LinkPropertiesTest {

  @ParameterizedTest
  @CsvSource({
    "tcp://broker, broker, 1883, false",
    "mqtt://10.0.0.1:1884, 10.0.0.1, 1884, false",
    "mqtts://broker, broker, 8883, true",
    "ssl://broker:443, broker, 443, true",
  })
  void aUrlNamesTheBroker(String url, String host, int port, boolean tls) {
    assertThat(with(url, null, null).broker())
        .contains(new LinkProperties.Address(host, port, tls));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void aBlankUrlMeansTheEmbeddedBroker(String url) {
    assertThat(with(url, null, null).broker()).isEmpty();
    assertThat(with(null, null, null).broker()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"broker", "broker:1883", "http://broker", "mqtt://", "mqtt://a b", "://"})
  void anythingElseIsRefusedWithAnExample(String url) {
    assertThatThrownBy(() -> with(url, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cyanwatch.mqtt.url must look like mqtt://host:1883");
  }

  @Test
  void secretsAreNeverRepeated() {
    assertThatThrownBy(() -> with("mqtt://me:hunter2@broker", null, null))
        .hasMessageNotContaining("hunter2");
    assertThat(with(null, "me", "hunter2").toString()).doesNotContain("hunter2");
    assertThat(new Account(new LinkProperties.Address("h", 1, false), "me", "hunter2", "c", ""))
        .hasToString("c@h:1");
  }

  @Test
  void aPasswordNeedsAName() {
    assertThat(with(null, "me", "secret").password()).isEqualTo("secret");
    assertThatThrownBy(() -> with(null, null, "secret"))
        .hasMessage("cyanwatch.mqtt.password needs a cyanwatch.mqtt.username beside it.");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "65535, 65535"})
  void numbersOnTheEdgeAreAccepted(int port, int receiveMaximum) {
    var properties =
        new LinkProperties(
            null, null, null, port, "g", "me_1-x", receiveMaximum, DataSize.ofMegabytes(1));

    assertThat(properties.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 2000, g, 64, port",
    "65536, 2000, g, 64, port",
    "1883, 0, g, 64, receive-maximum",
    "1883, 65536, g, 64, receive-maximum",
    "1883, 2000, a/b, 64, share",
    "1883, 2000, g, 0, hold",
  })
  void whatIsBeyondIsRefusedByItsName(
      int port, int receiveMaximum, String share, long hold, String name) {
    assertThatThrownBy(
            () ->
                new LinkProperties(
                    null,
                    null,
                    null,
                    port,
                    share,
                    null,
                    receiveMaximum,
                    DataSize.ofMegabytes(hold)))
        .hasMessageContaining("cyanwatch.mqtt." + name);
  }

  private static LinkProperties with(
      @Nullable String url, @Nullable String username, @Nullable String password) {
    return new LinkProperties(
        url, username, password, 1883, null, null, 2000, DataSize.ofMegabytes(64));
  }
}
