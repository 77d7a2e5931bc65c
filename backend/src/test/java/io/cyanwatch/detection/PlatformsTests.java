package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.detection.DeviceState.About;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformsTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "core", "Spark Core", "photon", "Particle Photon", "particle-p1", "P1", "electron",
        "esp32", "ESP32-C3", "esp32-s3", "esp32s2", "Espressif ESP32", "esp8266", "esp8266ex"
      })
  void aListenerOfTheseMayBeDeafAfterAReconnect(String hardware) {
    assertThat(Platforms.deafBecause(new About(hardware, "1", null))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p2",
        "particle-p2",
        "photon2",
        "Photon 2",
        "photon-2",
        "Particle Photon v2",
        "argon",
        "boron",
        "linux",
        "raspberry pi core",
        "particle",
        "-",
        ""
      })
  void thoseHealByThemselvesOrAreNotKnown(String hardware) {
    assertThat(Platforms.deafBecause(new About(hardware, "1", null))).isEmpty();
  }

  @Test
  void theVersionOfTheSystemSaysWhetherAnythingOpensItAgain() {
    assertThat(Platforms.deafBecause(new About("Photon", "1", "deviceos 0.8.0-rc.2")))
        .hasValueSatisfying(why -> assertThat(why).contains("nothing opens it again"));
    assertThat(Platforms.deafBecause(new About("Photon", "1", "deviceos 0.8.0-rc.3")))
        .hasValueSatisfying(why -> assertThat(why).contains("only if the program asks"));
  }
}
