package io.cyanwatch.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Topics.Up;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
  private static final String ID = "e00fce68b1c3d9f2a4b5c6d7";

  @ParameterizedTest
  @EnumSource
  void whatADeviceSpeaksOnIsReadBack(Channel channel) {
    assertThat(Topics.parse(Topics.up(ID, channel))).contains(new Up(ID, channel));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cw/1/a/up",
        "cw/1/a/up/",
        "cw/1/a/up/Health",
        "cw/1/a/up/health/x",
        "cw/1/a/dn/command",
        "cw/2/a/up/health",
        "cw/1//up/health",
        "cw/1/a.b/up/health",
        "cw/1/+/up/health",
        "cw/1/a/up/health\n"
      })
  void noDeviceSpeaksElsewhere(String topic) {
    assertThat(Topics.parse(topic)).isEmpty();
  }

  @Test
  void aDeviceIdHasOneTo64Characters() {
    assertThat(Topics.isDeviceId("x".repeat(64))).isTrue();
    assertThat(Topics.isDeviceId("x".repeat(65))).isFalse();
    assertThat(Topics.isDeviceId("")).isFalse();
    assertThat(Topics.isDeviceId("aZ09_-")).isTrue();
    assertThat(Topics.isDeviceId("a b")).isFalse();
  }
}
