package io.cyanwatch.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTests {

  @ParameterizedTest
  @CsvSource({
    "-5, 0 s",
    "0, 0 s",
    "89, 89 s",
    "90, 2 min",
    "5399, 90 min",
    "5400, 1 h 30 min",
    "11520, 3 h 12 min",
    "36000, 10 h",
    "129599, 35 h",
    "129600, 1 d 12 h",
    "864000, 10 d"
  })
  void durationsChangeTheirUnitWhereItReadsBetter(long seconds, String said) {
    assertThat(Words.duration(Duration.ofSeconds(seconds))).isEqualTo(said);
  }

  @Test
  void aPanicSaysWhatItBlinked() {
    assertThat(Words.reset("panic", 1L)).isEqualTo("it crashed (hard fault)");
    assertThat(Words.reset("panic", 99L)).isEqualTo("it crashed");
    assertThat(Words.reset(null, null)).isEqualTo("it did not say why");
    assertThat(Words.reset("cosmic_ray", null)).isEqualTo("Cosmic ray");
  }

  @Test
  void onlyHardwareAddressesAreShortened() {
    assertThat(Words.accessPoint("02:1a:11:00:01:02")).isEqualTo("…00:01:02");
    assertThat(Words.accessPoint("hall-ap-2")).isEqualTo("hall-ap-2");
  }

  @ParameterizedTest
  @CsvSource({
    "gw:10.0.0.1@plant, gateway 10.0.0.1",
    "gw:10.0.0.1, gateway 10.0.0.1",
    "gw:192.168.1.1@203.0.113.7, gateway 192.168.1.1 behind 203.0.113.7",
    "gw:fe80::1@2001:db8::7, gateway fe80::1 behind 2001:db8::7",
    "ip:203.0.113.7, public address 203.0.113.7",
    "plant, plant"
  })
  void whoeverIsKnownByAnAddressOnlyIsSaidToBeSo(String subject, String said) {
    assertThat(Words.subject(subject)).isEqualTo(said);
    assertThat(Words.accessPoint(subject)).isEqualTo(said);
  }

  @Test
  void aKindThatIsNewHereIsStillReadable() {
    assertThat(Words.kind("dead_listener")).isEqualTo("Dead listener");
    assertThat(Words.kind("gremlins_inside")).isEqualTo("Gremlins inside");
  }
}
