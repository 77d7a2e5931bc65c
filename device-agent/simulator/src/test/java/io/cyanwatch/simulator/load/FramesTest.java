package io.cyanwatch.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FramesTest {
  private static final int BLOCK = 1_024;

  @Property(tries = 300)
  void packetsComeOutAsTheyWentInHoweverTheyAreCut(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 900) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 1_500) int piece)
      throws IOException {
    var stream = new ByteArrayOutputStream();
    for (var size : sizes) {
      stream.writeBytes(Packets.publish("t", filled(size), 3));
    }

    var seen = new ArrayList<Integer>();
    var channel = pieces(stream.toByteArray(), piece);
    var frames = new Frames();
    var block = new byte[BLOCK];
    while (frames.read(
            channel,
            block,
            (head, bytes, from, to) -> {
              assertThat(head >> 4).isEqualTo(Packets.PUBLISH);
              var size = to - from - 5;
              assertThat(Arrays.copyOfRange(bytes, from + 5, to)).isEqualTo(filled(size));
              seen.add(size);
            })
        >= 0) {
      // Until the end.
    }

    assertThat(seen).isEqualTo(sizes);
  }

  @Test
  void aLengthOfFourBytesIsWaitedForAndOneOfFiveRefused() throws IOException {
    byte[] four = {0x30, -1, -1, -1, 1};
    byte[] five = {0x30, -1, -1, -1, -1, 1};

    assertThat(Frames.split(four, four.length, (_, _, _, _) -> {})).isZero();
    assertThatThrownBy(() -> Frames.split(five, five.length, (_, _, _, _) -> {}))
        .hasMessageContaining("more than four bytes");
  }

  @Test
  void aPacketThatFillsTheBlockIsReadAndALargerOneRefused() throws IOException {
    var fits = Packets.publish("t", new byte[BLOCK - 8], 3);
    var larger = Packets.publish("t", new byte[BLOCK - 7], 3);

    assertThat(fits).hasSize(BLOCK);
    assertThat(readAll(fits)).isEqualTo(1);
    assertThatThrownBy(() -> readAll(larger)).hasMessageContaining("more than 1024 bytes");
  }

  private static byte[] filled(int size) {
    var bytes = new byte[size];
    Arrays.fill(bytes, (byte) size);
    return bytes;
  }

  private static int readAll(byte[] bytes) throws IOException {
    var count = new ArrayList<Integer>();
    var channel = Channels.newChannel(new ByteArrayInputStream(bytes));
    var frames = new Frames();
    while (frames.read(channel, new byte[BLOCK], (head, _, _, _) -> count.add(head)) >= 0) {
      // Until the end.
    }
    return count.size();
  }

  private static ReadableByteChannel pieces(byte[] bytes, int piece) {
    var in = new ByteArrayInputStream(bytes);
    var whole = Channels.newChannel(in);
    return new ReadableByteChannel() {
      @Override
      public int read(ByteBuffer out) throws IOException {
        var part = ByteBuffer.allocate(Math.min(piece, out.remaining()));
        var read = whole.read(part);
        out.put(part.flip());
        return read;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
