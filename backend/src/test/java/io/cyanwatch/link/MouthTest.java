package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MouthTest {
  private static final byte[] COMMAND = Sent.message("t", 9, new byte[3_000]).bytes();
  private static final byte[] DISCONNECT = Sent.packet(0xE0, new byte[0]).bytes();

  private final Line line =
      new Line(
          false, new Hearing(new ReceiveWindow(1, Long.MAX_VALUE), 9, Duration.ofDays(1), _ -> {}));
  private final Acks acks = new Acks();
  private final Wall wall = new Wall();
  private final Mouth mouth = new Mouth(line, wall, acks);

  /// What was written, one entry a call.
  private static final class Wall extends OutputStream {
    final List<byte[]> writes = new CopyOnWriteArrayList<>();
    volatile CountDownLatch open = new CountDownLatch(0);
    volatile boolean broken;

    @Override
    public void write(int one) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (broken) {
        throw new IOException("broken");
      }
      writes.add(Arrays.copyOfRange(bytes, from, from + length));
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Test
  void whatIsAcknowledgedInTheMiddleOfAPacketFollowsItInOneWrite() throws IOException {
    var _ = mouth.startAcknowledging();
    mouth.write(COMMAND, 0, 1);
    mouth.write(COMMAND, 1, 1_000);

    IntStream.rangeClosed(1, 2_000).forEach(acks::add);
    await()
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(5))
        .until(() -> wall.writes.size() == 2);
    mouth.write(COMMAND, 1_001, COMMAND.length - 1_001);

    await().until(() -> wall.writes.size() == 4);
    assertThat(wall.writes.get(3)).isEqualTo(acks(1, 2_000));
  }

  @Test
  void whatIsAcknowledgedWhileTheNetworkIsSlowFollowsInOneWrite() {
    wall.open = new CountDownLatch(1);
    var _ = mouth.startAcknowledging();
    acks.add(1);
    await().until(() -> wall.writes.size() == 1);

    IntStream.rangeClosed(2, 300).forEach(acks::add);
    wall.open.countDown();

    await().until(() -> wall.writes.size() == 2);
    assertThat(wall.writes.get(0)).isEqualTo(acks(1, 1));
    assertThat(wall.writes.get(1)).isEqualTo(acks(2, 300));
  }

  @Test
  void packetsStayWholeAndAcknowledgementsInOrderHoweverTheyMeet() throws Exception {
    var _ = mouth.startAcknowledging();
    var giver = Thread.ofVirtual().start(() -> IntStream.rangeClosed(1, 20_000).forEach(acks::add));

    var random = new Random(7);
    for (var i = 0; i < 500; i++) {
      for (var at = 0; at < COMMAND.length; ) {
        var piece = Math.min(1 + random.nextInt(1_500), COMMAND.length - at);
        mouth.write(COMMAND, at, piece);
        at += piece;
      }
    }
    giver.join();

    await().untilAsserted(() -> assertThat(written(0x40)).hasSize(20_000));
    var ids = written(0x40).stream().map(ack -> (ack[2] & 0xFF) << 8 | (ack[3] & 0xFF));
    assertThat(ids).isEqualTo(IntStream.rangeClosed(1, 20_000).boxed().toList());
    assertThat(written(0x32)).hasSize(500).allMatch(it -> Arrays.equals(it, COMMAND));
  }

  @Test
  void whatWasAcknowledgedIsSaidBeforeTheGoodByeAndNothingAfter() throws Exception {
    IntStream.rangeClosed(1, 3).forEach(acks::add);
    mouth.write(DISCONNECT);
    acks.add(4);
    var thread = mouth.startAcknowledging();

    thread.join();
    assertThat(wall.writes).containsExactly(acks(1, 3), DISCONNECT);
  }

  @Test
  void aBrokenNetworkEndsTheLine() {
    wall.broken = true;
    var _ = mouth.startAcknowledging();

    acks.add(1);

    assertThat(line.ended().join()).contains("broken");
  }

  @Test
  void theEndOfTheLineEndsTheThreadWhateverItWaitsFor() throws Exception {
    mouth.write(COMMAND, 0, 10);
    var thread = mouth.startAcknowledging();
    acks.add(1);

    line.end("enough");

    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    assertThat(wall.writes).hasSize(1);
  }

  @Test
  void aBrokerThatIsBusyForAMillionAcknowledgementsIsNotLeftAndLeftAfterThat() {
    IntStream.range(0, 1 << 20).forEach(n -> line.acknowledge(1 + n % 0xFFFF));
    assertThat(line.ended()).isNotDone();

    line.acknowledge(1);

    assertThat(line.ended().join()).isEqualTo("the broker reads no acknowledgements");
  }

  private static byte[] acks(int first, int last) {
    return Sent.all(
        IntStream.rangeClosed(first, last)
            .mapToObj(id -> Sent.packet(0x40, new byte[] {(byte) (id >> 8), (byte) id}))
            .toList());
  }

  /// Whole packets that begin like that.
  private List<byte[]> written(int head) throws IOException {
    var bytes = Sent.all(wall.writes.stream().map(Sent::new).toList());
    var packets = new Packets(COMMAND.length);
    var in = new ByteArrayInputStream(bytes);
    var found = new ArrayList<byte[]>();
    while (packets.ready() || packets.read(in)) {
      if (packets.ready()) {
        var packet = packets.take();
        if ((packet[0] & 0xFF) == head) {
          found.add(packet);
        }
      }
    }
    return found;
  }
}
