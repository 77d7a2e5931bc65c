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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The heap: coarsely while there is plenty, exactly while there is little.
///
/// @param free bytes
/// @param least the least ever free in this boot
/// @param block the largest free block
/// @param at the record that said so
/// @param samples at most one in a quarter of an hour, sooner while it falls; those since it last
/// recovered
/// @param freeTooth the least from which what is free recovered by itself in this boot
/// @param blockTooth the same of the largest block
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Memory(
    @Nullable Long free,
    @Nullable Long least,
    @Nullable Long block,
    @Nullable Trace at,
    List<Sample> samples,
    @Nullable Long freeTooth,
    @Nullable Long blockTooth) {
  static final Memory NONE = new Memory(null, null, null, null, List.of(), null, null);

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
    var known =
        near(free, newFree) && near(least, newLeast) && near(block, newBlock)
            ? this
            : new Memory(
                newFree,
                newLeast,
                newBlock,
                Trace.of(beat.stamp()),
                samples,
                freeTooth,
                blockTooth);
    var sample = new Sample(beat.stamp().at(), newFree, newBlock);
    return isDue(sample) ? known.with(sample) : known;
  }

  /// A heap with teeth falls until something is collected or given back. So deep a fall is none
  /// to speak of any more, and the next begins here.
  private Memory with(Sample sample) {
    var frees = recovers(Sample::free, sample);
    var blocks = recovers(Sample::block, sample);
    var all = new ArrayList<>(frees || blocks ? List.<Sample>of() : samples);
    all.add(sample);
    return new Memory(
        free,
        least,
        block,
        at,
        all.subList(Math.max(0, all.size() - SAMPLES), all.size()),
        frees ? deeper(freeTooth, samples.getLast().free) : freeTooth,
        blocks ? deeper(blockTooth, samples.getLast().block) : blockTooth);
  }

  /// After a fall that matters, half of it at once.
  private boolean recovers(Function<Sample, @Nullable Long> of, Sample now) {
    var low = samples.isEmpty() ? null : of.apply(samples.getLast());
    var is = of.apply(now);
    if (low == null || is == null) {
      return false;
    }
    var top = samples.stream().map(of).filter(Objects::nonNull).mapToLong(it -> it).max().orElse(0);
    return top - low >= top / 5 && is - low >= (top - low) / 2;
  }

  private static @Nullable Long deeper(@Nullable Long known, @Nullable Long tooth) {
    return known == null || (tooth != null && tooth < known) ? tooth : known;
  }

  private static boolean near(@Nullable Long known, @Nullable Long said) {
    if (known == null || said == null || said < EXACT_BELOW) {
      return Objects.equals(known, said);
    }
    return Math.abs(said - known) * 4 <= known;
  }

  private boolean isDue(Sample sample) {
    if (sample.free == null && sample.block == null) {
      return false;
    }
    if (samples.isEmpty()) {
      return true;
    }
    var last = samples.getLast();
    var apart = Duration.between(last.at, sample.at);
    var falls = fell(last.block, sample.block) || fell(last.free, sample.free);
    return apart.compareTo(falls ? APART_WHILE_FALLING : APART) >= 0;
  }

  private static boolean fell(@Nullable Long before, @Nullable Long now) {
    return before != null && now != null && now < before - before / 16;
  }
}
