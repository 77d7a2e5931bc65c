package io.cyanwatch.simulator.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PubacksTest {

  @Property(tries = 200)
  void countsEachOnceInWhateverPiecesTheyCome(
      @ForAll @IntRange(max = 20) int acks,
      @ForAll @IntRange(max = 20_000) int payload,
      @ForAll @IntRange(min = 1, max = 300) int piece) {
    var out = new ByteArrayOutputStream();
    for (var n = 0; n < acks; n++) {
      packet(out, 0x32, new byte[payload]);
      packet(out, 0x40, new byte[] {0x40, 0x40});
      packet(out, 0xC0, new byte[0]);
    }
    var bytes = out.toByteArray();

    var counted = 0;
    var pubacks = new Pubacks();
    for (var from = 0; from < bytes.length; from += piece) {
      var part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece));
      counted += pubacks.in(part, part.length);
    }

    assertThat(counted).isEqualTo(acks);
  }

  @Test
  void whatIsNoMqttHarmsNobody() {
    var pubacks = new Pubacks();
    var nonsense = new byte[10_000];
    Arrays.fill(nonsense, (byte) 0xff);

    assertThat(pubacks.in(nonsense, nonsense.length)).isZero();
  }

  private static void packet(ByteArrayOutputStream out, int head, byte[] body) {
    out.write(head);
    var left = body.length;
    do {
      out.write(left > 127 ? left % 128 | 0x80 : left);
      left /= 128;
    } while (left > 0);
    out.writeBytes(body);
  }
}
