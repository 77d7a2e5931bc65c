package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PacketBoundsTest {

  @Test
  void aPacketWithoutABodyEndsWithItsLength() {
    var bounds = new PacketBounds();

    bounds.passed(new byte[] {(byte) 0xD0}, 0, 1);
    assertThat(bounds.between()).isFalse();
    bounds.passed(new byte[] {0}, 0, 1);

    assertThat(bounds.between()).isTrue();
  }

  @Property(tries = 200)
  void isBetweenPacketsExactlyAtTheirEnds(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 20_000) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 700) int step) {
    var stream = new ByteArrayOutputStream();
    var ends = new TreeSet<Integer>(List.of(0));
    for (var size : sizes) {
      packet(stream, size);
      ends.add(stream.size());
    }
    var bytes = stream.toByteArray();
    var bounds = new PacketBounds();

    for (var at = 0; at < bytes.length; at += step) {
      assertThat(bounds.between()).isEqualTo(ends.contains(at));
      bounds.passed(bytes, at, Math.min(step, bytes.length - at));
    }

    assertThat(bounds.between()).isTrue();
  }

  private static void packet(ByteArrayOutputStream out, int size) {
    out.write(0x32);
    var left = size;
    do {
      out.write(left % 128 | (left >= 128 ? 128 : 0));
      left /= 128;
    } while (left > 0);
    out.write(new byte[size], 0, size);
  }
}
