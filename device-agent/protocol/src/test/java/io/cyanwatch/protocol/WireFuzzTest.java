package io.cyanwatch.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire.Format;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Whatever arrives, decoding returns, accounts for what it got, and stays small.
class WireFuzzTest {
  private static final int FIRST_BYTES = 0x40;

  @Property(tries = 2000)
  void randomBytesNeverThrow(@ForAll byte[] payload, @ForAll Channel channel) {
    decodes(channel, payload);
  }

  @Property(tries = 2000)
  void randomCborNeverThrows(
      @ForAll byte[] payload,
      @ForAll @IntRange(max = FIRST_BYTES - 1) int first,
      @ForAll Channel channel) {
    var cbor = new byte[payload.length + 1];
    cbor[0] = (byte) (0x80 | first);
    System.arraycopy(payload, 0, cbor, 1, payload.length);

    decodes(channel, cbor);
  }

  @Property(tries = 2000)
  void aDamagedMessageNeverThrows(
      @ForAll("payloads") byte[] payload, @ForAll long seed, @ForAll Channel channel) {
    decodes(channel, damaged(payload, new Random(seed)));
  }

  @Property(tries = 1000)
  void aTruncatedMessageIsRefused(@ForAll("payloads") byte[] payload, @ForAll long seed) {
    var cut = Arrays.copyOf(payload, new Random(seed).nextInt(payload.length));

    for (var channel : Channel.values()) {
      assertThat(Wire.decode(channel, cut).refusals()).hasSize(1);
    }
  }

  @Property(tries = 2000)
  void aDamagedSampleNeverThrows(@ForAll("samples") String name, @ForAll long seed) {
    decodes(Samples.channel(name), damaged(Samples.read(name), new Random(seed)));
  }

  @Test
  void aClaimedLengthIsNotBelieved() {
    var headers = new int[] {0x5A, 0x7A, 0x9A, 0xBA};
    for (int header : headers) {
      byte[] inMap = {
        (byte) 0xA1, 0x64, 'b', 'o', 'o', 't', (byte) header, 0x7F, (byte) 0xFF, (byte) 0xFF, 1, 2
      };
      assertThat(allocatedBy(inMap)).isLessThan(2_000_000);
    }
  }

  @Test
  void theWorstPayloadsStaySmall() {
    assertThat(allocatedBy(filled('['))).isLessThan(50_000_000);
    assertThat(allocatedBy(filled((byte) 0x81))).isLessThan(50_000_000);
    assertThat(allocatedBy(filled((byte) 0x9F))).isLessThan(50_000_000);
    var digits = filled('9');
    digits[0] = '[';
    assertThat(allocatedBy(digits)).isLessThan(50_000_000);
  }

  private static byte[] filled(int with) {
    var payload = new byte[Wire.MAX_BYTES];
    Arrays.fill(payload, (byte) with);
    return payload;
  }

  private static long allocatedBy(byte[] payload) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    decodes(Channel.HEALTH, payload);
    long before = threads.getCurrentThreadAllocatedBytes();
    decodes(Channel.HEALTH, payload);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static void decodes(Channel channel, byte[] payload) {
    var decoded = Wire.decode(channel, payload);

    assertThat(decoded.messages().size() + decoded.refusals().size())
        .isBetween(1, Payload.MAX_PARTS + 1);
    for (var refusal : decoded.refusals()) {
      assertThat(refusal.detail()).hasSizeBetween(1, 400);
      assertThat(refusal.field()).hasSizeLessThan(500);
    }
    for (var message : decoded.messages()) {
      var again = Wire.decode(channel, Wire.encode(message, Format.JSON)).messages();
      assertThat(again).containsExactly(message);
    }
    Wire.readMap(payload);
    Wire.decodeCommand(payload);
    Wire.decodeAck(payload);
  }

  /// Flips, drops, doubles and overwrites a few bytes.
  private static byte[] damaged(byte[] payload, Random random) {
    var damaged = payload.clone();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(4)) {
        case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> damaged[at] = (byte) random.nextInt();
        case 2 -> System.arraycopy(payload, 0, damaged, at, damaged.length - at);
        default -> damaged = Arrays.copyOf(damaged, Math.max(1, at));
      }
    }
    return damaged;
  }

  @Provide
  Arbitrary<byte[]> payloads() {
    return Messages.any().flatMap(m -> Arbitraries.of(Format.class).map(f -> Wire.encode(m, f)));
  }

  @Provide
  Arbitrary<String> samples() {
    return Arbitraries.of(Samples.up().toList());
  }
}
