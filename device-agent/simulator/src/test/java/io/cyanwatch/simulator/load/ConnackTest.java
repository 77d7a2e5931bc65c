package io.cyanwatch.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnackTest {
  private static final int NO_LIMIT = 65_535;

  @Test
  void version3HasACodeOnly() {
    assertThat(read(3, 0, 0)).isEqualTo(new Connack(0, NO_LIMIT));
    assertThat(read(3, 0, 4).words()).contains("password");
  }

  @Test
  void version5MayLimitTheWindowBehindOtherProperties() {
    assertThat(read(5, 0, 0, 0)).isEqualTo(new Connack(0, NO_LIMIT));
    assertThat(read(5, 0, 0, 3, 0x21, 0, 20).receiveMaximum()).isEqualTo(20);
    assertThat(
            read(5, 0, 0, 16, 0x22, 0, 10, 0x25, 0, 0x12, 0, 2, 'a', 'b', 0x21, 1, 0, 0x24, 1, 9)
                .receiveMaximum())
        .isEqualTo(256);
    assertThat(read(5, 0, 0, 10, 0x26, 0, 1, 'k', 0, 1, 'v', 0x21, 0, 7).receiveMaximum())
        .isEqualTo(7);
  }

  @Test
  void aBrokenAnswerIsNoWelcome() {
    assertThat(read(3, 0).isWelcome()).isFalse();
    assertThat(read(5, 0, 0, 5, 0x26, 0, 200).receiveMaximum()).isEqualTo(NO_LIMIT);
  }

  private static Connack read(int version, int... body) {
    var bytes = new byte[body.length];
    for (var i = 0; i < body.length; i++) {
      bytes[i] = (byte) body[i];
    }
    return Connack.read(bytes, 0, bytes.length, version);
  }
}
