package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.detection.DeviceState.Trace;
import io.cyanwatch.timeline.Gauge;
import io.cyanwatch.timeline.Observation.Beat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The heap: coarsely while there is plenty, exactly while there is little.
///
/// @param free bytes
/// @param least the least ever free in this boot
/// @param block the largest free block
/// @param at the record that said so
/// @param samples at most one in a quarter of an hour, sooner while it falls
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Memory(
    @Nullable Long free,
    @Nullable Long least,
    @Nullable Long block,
    @Nullable Trace at,
    List<Sample> samples) {
  static final Memory NONE = new Memory(null, null, null, null, List.of());
  /// More than a gigabyte is no floor of such boards.
  static final int MOST = 1 << 30;

  private static final int EXACT_BELOW = 16 * 1024;
  private static final int SAMPLES = 16;
  private static final Duration APART = Duration.ofMinutes(15);
  private static final Duration APART_WHILE_FALLING = Duration.ofMinutes(2);

  Memory {
    samples = List.copyOf(Absent.or(samples, List.of()));
  }

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Sample(Instant at, @Nullable Long free, @Nullable Long block) {}

  Memory beat(Beat beat) {
    var newFree = beat.gauges().get(Gauge.HEAP_FREE);
    var newLeast = beat.gauges().get(Gauge.HEAP_MIN);
    var newBlock = beat.gauges().get(Gauge.HEAP_BLOCK);
    var sampled = sampled(new Sample(beat.stamp().at(), newFree, newBlock));
    if (near(free, newFree) && near(least, newLeast) && near(block, newBlock)) {
      return sampled.equals(samples) ? this : new Memory(free, least, block, at, sampled);
    }
    return new Memory(newFree, newLeast, newBlock, Trace.of(beat.stamp()), sampled);
  }

  private static boolean near(@Nullable Long known, @Nullable Long said) {
    if (known == null || said == null || said < EXACT_BELOW) {
      return Objects.equals(known, said);
    }
    return Math.abs(said - known) * 4 <= known;
  }

  private List<Sample> sampled(Sample sample) {
    if (sample.free == null && sample.block == null) {
      return samples;
    }
    if (!samples.isEmpty()) {
      var last = samples.getLast();
      var apart = Duration.between(last.at, sample.at);
      var falls = fell(last.block, sample.block) || fell(last.free, sample.free);
      if (apart.compareTo(falls ? APART_WHILE_FALLING : APART) < 0) {
        return samples;
      }
    }
    var all = new ArrayList<>(samples);
    all.add(sample);
    return all.subList(Math.max(0, all.size() - SAMPLES), all.size());
  }

  private static boolean fell(@Nullable Long before, @Nullable Long now) {
    return before != null && now != null && now < before - before / 16;
  }
}
