package io.cyanwatch.simulator.load;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Decoded;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.protocol.Wire.Format;
import io.cyanwatch.simulator.load.Form.Blank;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class MemberTest {
  private static final String BOOT = "0000002a-9f3c11d2";
  private final Member member = new Member(17, "oven", BOOT, 30, 3);

  @Property(tries = 300)
  void aFilledInHeartbeatIsWhatTheCodecWouldHaveWritten(
      @ForAll @LongRange(max = 0xffff_ffffL) long seq,
      @ForAll @IntRange(min = 1, max = 99_999) int conn,
      @ForAll @LongRange(max = 99_999_999_999L) long up,
      @ForAll @LongRange(max = 9_999_999_999_999L) long at) {
    var health = (Health) decode(written(slot(seq, conn, up, at), false), Channel.HEALTH);

    assertThat(health.envelope()).isEqualTo(new Envelope(BOOT, seq, conn, up, at, List.of()));
    assertThat(requireNonNull(health.listener()).accepts()).isEqualTo(3 * seq);
    assertThat(requireNonNull(health.http()).ok())
        .isBetween(0L, requireNonNull(health.http()).requests());
    assertThat(requireNonNull(health.wifi()).rssi()).isBetween(-65, -50);
    var again = Wire.decode(Channel.HEALTH, Wire.encode(health, Format.JSON));
    assertThat(again.messages()).containsExactly(health);
  }

  @Test
  void aHeartbeatIsAsLongAsARealOne() {
    assertThat(payload(written(slot(1, 1, 1, 1), false)).length).isBetween(360, 480);
  }

  @Test
  void theSameRecordAgainDiffersInOneFlagOnly() {
    var slot = slot(5, 1, 1_000, 1_736_500_000_123L);
    var first = written(slot, false);
    written(slot(6, 1, 2_000, 1_736_500_001_123L), false);
    var second = written(slot, true);

    assertThat(first[0]).isEqualTo((byte) 0x32);
    assertThat(second[0]).isEqualTo((byte) 0x3a);
    assertThat(Arrays.copyOfRange(second, 1, second.length))
        .isEqualTo(Arrays.copyOfRange(first, 1, first.length));
  }

  @Test
  void eachConnectionBeginsWithABirth() {
    var slot = new Slot(9);

    member.next(slot, 1, 100, 1_000);
    assertThat(slot.birth).isTrue();
    var birth = (Birth) decode(written(slot, false), Channel.BIRTH);
    assertThat(birth.envelope()).isEqualTo(new Envelope(BOOT, 0, 1, 100, 1_000L, List.of()));
    assertThat(birth.interval()).isEqualTo(30);

    member.next(slot, 1, 200, 1_100);
    assertThat(slot.birth).isFalse();
    assertThat(slot.seq).isEqualTo(1);

    member.next(slot, 2, 300, 1_200);
    assertThat(slot.birth).isTrue();
    assertThat(slot.seq).isEqualTo(2);
  }

  @Test
  void aBlankTakesItsLargestNumberAndNoLargerOne() {
    var health = member.health();

    health.fill(Blank.CONN, 99_999);
    assertThatThrownBy(() -> health.fill(Blank.CONN, 100_000)).hasMessageContaining("no room");
    health.fill(Blank.RSSI, -99);
    assertThatThrownBy(() -> health.fill(Blank.RSSI, -100)).hasMessageContaining("no room");
  }

  private Slot slot(long seq, int conn, long up, long at) {
    var slot = new Slot(9);
    slot.member = member;
    slot.seq = seq;
    slot.conn = conn;
    slot.up = up;
    slot.at = at;
    return slot;
  }

  private static byte[] written(Slot slot, boolean dup) {
    var out = ByteBuffer.allocate(2_048);
    slot.write(dup, out);
    var bytes = Arrays.copyOf(out.array(), out.position());
    assertThat(Packets.word(bytes, Packets.idAt(bytes))).isEqualTo(9);
    return bytes;
  }

  private static Object decode(byte[] packet, Channel channel) {
    Decoded decoded = Wire.decode(channel, payload(packet));
    assertThat(decoded.refusals()).isEmpty();
    return decoded.messages().getFirst();
  }

  private static byte[] payload(byte[] packet) {
    return Arrays.copyOfRange(packet, Packets.idAt(packet) + 2, packet.length);
  }
}
