package io.cyanwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PoisonTests {

  @ParameterizedTest
  @MethodSource("io.cyanwatch.ingest.Poison#all")
  void isRefusedWithAReason(byte[] poison) {
    var decoded = Wire.decode(Channel.HEALTH, poison);

    var beginning = HexFormat.of().formatHex(poison, 0, Math.min(poison.length, 60));
    assertThat(decoded.messages()).as(beginning).isEmpty();
    assertThat(decoded.refusals()).as(beginning).isNotEmpty();
  }
}
