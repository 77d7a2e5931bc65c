package io.cyanwatch.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LightTests {

  @Test
  void aHealthyDeviceBreathesCyan() {
    assertThat(Light.of("online", "cloud_connected", "listening", false))
        .isEqualTo(Light.BREATHING);
  }

  @Test
  void aDeviceThatTellsNoPhaseBreathesAsLongAsItSpeaks() {
    assertThat(Light.of("online", null, "unknown", false)).isEqualTo(Light.BREATHING);
  }

  @ParameterizedTest
  @CsvSource({
    "network_off, OFF",
    "network_on, RADIO",
    "network_connecting, NETWORK",
    "network_dhcp, DHCP",
    "network_connected, JOINED",
    "cloud_connecting, CLOUD",
    "cloud_handshake, HANDSHAKE",
    "cloud_connected, BREATHING",
    "safe_mode, SAFE",
    "listening, SETUP",
    "dfu, DFU",
    "update, UPDATING",
    "panic, PANIC"
  })
  void everyPhaseHasTheLightOfTheBoard(String phase, Light light) {
    assertThat(Light.of("online", phase, "listening", false)).isEqualTo(light);
  }

  @Test
  void aDeadListenerHidesThePhase() {
    assertThat(Light.of("online", "cloud_connected", "dead", false)).isEqualTo(Light.DEAD);
    assertThat(Light.of("online", "cloud_connected", "suspect", false)).isEqualTo(Light.SUSPECT);
  }

  @Test
  void whoIsGoneShowsNoPhaseAndNoListener() {
    assertThat(Light.of("offline", "cloud_connected", "dead", false)).isEqualTo(Light.OFFLINE);
    assertThat(Light.of("unknown", null, "unknown", false)).isEqualTo(Light.UNKNOWN);
  }

  @Test
  void aRebootLoopIsSeenAlsoWhileTheDeviceIsDown() {
    assertThat(Light.of("offline", "panic", "unknown", true)).isEqualTo(Light.LOOP);
  }
}
