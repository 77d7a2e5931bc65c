package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cyanwatch.timeline.BlockCodec.Beat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.cbor.CBORMapper;

/// Whatever a device says comes back to the bit, hot or compacted.
class BlockCodecTests {
  private static final long HOUR = 1_767_225_600_000L;
  private static final CBORMapper CBOR = new CBORMapper();

  @Property(tries = 300)
  void blocksGiveBackWhatWentIn(@ForAll("samples") List<Sample> samples) {
    var shapes = new ShapesInMemory();
    var anatomy = new Shape.Anatomy();
    var beats = samples.stream().map(sample -> Beat.of(sample, anatomy)).toList();

    var block = BlockCodec.encode(HOUR, beats, shapes);
    var back = BlockCodec.decode(HOUR, block, shapes);

    assertThat(back.stream().map(Beat::sample).toList())
        .usingRecursiveComparison()
        .isEqualTo(samples);
    for (var n = 0; n < beats.size(); n++) {
      assertThat(back.get(n).values().shape()).isEqualTo(beats.get(n).values().shape());
    }
  }

  @Property(tries = 300)
  void rowsGiveBackWhatWentIn(@ForAll("samples") List<Sample> samples) {
    var frames = new LinkedHashMap<Long, Sample>();
    var frame = Optional.<Sample>empty();
    for (var sample : samples) {
      var row = frame.flatMap(f -> BeatRow.difference(sample, f)).orElse(BeatRow.whole(sample));
      if (BeatRow.isWhole(row)) {
        frame = Optional.of(sample);
        frames.put(sample.seq(), sample);
      } else {
        assertThat(BeatRow.frameOf(row, sample.seq())).isEqualTo(frame.orElseThrow().seq());
      }
      var back = BeatRow.read(sample.at(), sample.boot(), sample.seq(), row, frames::get);

      assertThat(back).usingRecursiveComparison().isEqualTo(sample);
    }
  }

  @Property(tries = 5000)
  void bytesThatAreNoBlockAreRefusedAndNothingElse(
      @ForAll boolean asIfOfThisVersion, @ForAll byte[] bytes) {
    var block = bytes.clone();
    if (asIfOfThisVersion && block.length > 0) {
      block[0] = 1;
    }
    try {
      BlockCodec.decode(HOUR, block, new ShapesInMemory());
    } catch (ByteSource.Broken expected) {
      assertThat(expected).hasMessageNotContaining("null");
    }
  }

  @Property(tries = 1000)
  void bytesThatAreNoBodyAreKeptAsTheyAre(@ForAll byte[] bytes) {
    var sample = new Sample(HOUR, HOUR, 1, 1, 1, 1, 1, bytes);
    var beat = Beat.of(sample, new Shape.Anatomy());
    var shapes = new ShapesInMemory();

    var back = BlockCodec.decode(HOUR, BlockCodec.encode(HOUR, List.of(beat), shapes), shapes);

    assertThat(back.getFirst().sample().body()).isEqualTo(bytes);
  }

  @Test
  void aDifferenceWithoutItsFrameIsRefused() {
    var frame = sample(0, Map.of("rssi", -60, "free", 51234));
    var row = BeatRow.difference(sample(1, Map.of("rssi", -61, "free", 51234)), frame);

    assertThatThrownBy(() -> BeatRow.read(HOUR + 1000, 1, 1, row.orElseThrow(), _ -> null))
        .isInstanceOf(ByteSource.Broken.class)
        .hasMessageContaining("1/1");
  }

  @Test
  void anotherBootOrHourIsAnotherFrame() {
    var frame = sample(0, Map.of("rssi", -60));
    var next = sample(1, Map.of("rssi", -61));

    assertThat(BeatRow.difference(next, frame)).isPresent();
    assertThat(BeatRow.difference(moved(next, HOUR + Sample.HOUR - 1, 1), frame)).isPresent();
    assertThat(BeatRow.difference(moved(next, HOUR + Sample.HOUR, 1), frame)).isEmpty();
    assertThat(BeatRow.difference(moved(next, HOUR + 1000, 2), frame)).isEmpty();
  }

  @Test
  void placesAreFoundByTheirPaths() {
    var body = CBOR.writeValueAsBytes(Map.of("wifi", Map.of("rssi", -61, "ready", true)));
    var values = new Shape.Anatomy().dissect(body).orElseThrow();

    assertThat(values.number("wifi.rssi")).contains(-61L);
    assertThat(values.flag("wifi.ready")).contains(true);
    assertThat(values.number("wifi.ready")).isEmpty();
    assertThat(values.number("rssi")).isEmpty();
  }

  private static Sample moved(Sample sample, long at, int boot) {
    return new Sample(at, at, boot, sample.seq(), 1, 0, 0, sample.body());
  }

  private static Sample sample(int n, Map<String, ?> body) {
    var at = HOUR + n * 1000L;
    return new Sample(at, at, 1, n, 1, n * 1000L, 250, CBOR.writeValueAsBytes(body));
  }

  @Provide
  Arbitrary<List<Sample>> samples() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 60),
            Arbitraries.longs(),
            Arbitraries.integers().between(1, 4))
        .as((count, seed, forms) -> samples(count, new Random(seed), forms));
  }

  private static List<Sample> samples(int count, Random random, int forms) {
    var samples = new ArrayList<Sample>();
    var at = HOUR;
    var seq = 0L;
    for (var n = 0; n < count; n++) {
      at = Math.min(HOUR + Sample.HOUR - 1, at + random.nextInt(90_000));
      seq += 1 + random.nextInt(3);
      var body = body(random, random.nextInt(forms));
      samples.add(
          new Sample(
              at,
              at + random.nextInt(2000) - 500,
              random.nextInt(20) == 0 ? 2 : 1,
              seq,
              random.nextInt(9) == 0 ? 0xffff_ffffL : 1,
              random.nextInt(9) == 0 ? random.nextLong() >>> 11 : at - HOUR,
              random.nextInt(500),
              body));
    }
    return samples;
  }

  private static byte[] body(Random random, int form) {
    var wifi = new LinkedHashMap<String, Object>();
    wifi.put("ready", random.nextBoolean());
    wifi.put("rssi", -60 - random.nextInt(9));
    wifi.put("ssid", random.nextInt(5) == 0 ? "é" + random.nextInt(3) : "rdint02");
    var body = new LinkedHashMap<String, Object>();
    body.put("phase", "cloud_connected");
    body.put("wifi", wifi);
    body.put("odd", odd(random));
    if (form == 1) {
      body.put("lost", List.of(List.of(1, random.nextInt(100)), List.of()));
    }
    return form == 3 ? new byte[random.nextInt(4)] : CBOR.writeValueAsBytes(body);
  }

  private static Object odd(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextLong();
      case 1 -> Long.MIN_VALUE;
      case 2 -> random.nextDouble();
      case 3 -> "text " + random.nextInt();
      case 4 -> new java.math.BigInteger("18446744073709551615");
      default -> random.nextInt(70_000);
    };
  }
}
