package io.cyanwatch.detection;

import io.cyanwatch.detection.Memory.Sample;
import io.cyanwatch.detection.Trend.Fall;
import io.cyanwatch.detection.Verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The heap is too small to serve a page, or will be within a day.
record MemoryRule(long blockFloor, long freeFloor, Duration horizon) implements Rule {
  /// Once low, it must rise so far above the floor to be well again.
  private static final double RECOVERED = 1.25;

  /// A restart gives memory back and mends nothing: it must be seen for so long without a fall.
  private static final Duration WELL = Duration.ofHours(2);

  @Override
  public String kind() {
    return "memory_low";
  }

  @Override
  public Verdict judge(DeviceState state, Surroundings around, Instant now) {
    var memory = state.memory();
    if (!state.online() || memory.at() == null) {
      return new Verdict.Unsure();
    }
    if (below(memory.block(), blockFloor, 1)) {
      return low(memory, "Its largest free block is down to %d bytes.".formatted(memory.block()));
    }
    if (below(memory.least(), freeFloor, 1) && below(memory.free(), freeFloor, 2)) {
      return low(memory, "It had only %d bytes left.".formatted(memory.least()));
    }
    var fall = fall(memory);
    if (fall.isPresent()) {
      return falling(memory, fall.get());
    }
    return !below(memory.block(), blockFloor, RECOVERED)
            && stays(memory, Sample::block, blockFloor)
            && stays(memory, Sample::free, freeFloor)
        ? new Verdict.Clear("It has room, and keeps it.")
        : new Verdict.Unsure();
  }

  private boolean stays(Memory memory, Function<Sample, @Nullable Long> of, long floor) {
    return memory.samples().stream().noneMatch(sample -> of.apply(sample) != null)
        || Trend.of(memory.samples(), of)
            .filter(trend -> trend.stays(WELL, floor, horizon.multipliedBy(2)))
            .isPresent();
  }

  private static boolean below(@Nullable Long value, long floor, double times) {
    return value != null && value < floor * times;
  }

  private Verdict low(Memory memory, String summary) {
    var facts = facts(memory);
    fall(memory).ifPresent(fall -> sign(memory, fall, facts));
    var at = memory.at();
    return Verdict.fault(Severity.WARNING, at == null ? Instant.EPOCH : at.at(), summary, facts);
  }

  private Verdict falling(Memory memory, Fall fall) {
    var facts =
        facts(memory)
            .put("bytes_per_hour", Math.round(fall.perHour()))
            .put("reaches_floor_in_h", Math.round(fall.left().toMinutes() / 6.0) / 10.0);
    sign(memory, fall, facts);
    return Verdict.fault(
        Severity.WARNING,
        fall.since(),
        "Its memory falls by %d bytes an hour and reaches the floor within %d h."
            .formatted(Math.round(-fall.perHour()), Math.max(1, fall.left().toHours())),
        facts);
  }

  private Facts facts(Memory memory) {
    return new Facts()
        .put("free", memory.free())
        .put("min", memory.least())
        .put("block", memory.block())
        .put("samples", memory.samples().size())
        .record(memory.at());
  }

  private Optional<Fall> fall(Memory memory) {
    return trend(memory, Sample::block, blockFloor)
        .or(() -> trend(memory, Sample::free, freeFloor));
  }

  private Optional<Fall> trend(Memory memory, Function<Sample, @Nullable Long> of, long floor) {
    return Trend.of(memory.samples(), of)
        .flatMap(trend -> trend.falls(floor))
        .filter(fall -> fall.left().compareTo(horizon) <= 0);
  }

  /// Whether the sum falls with its largest piece tells a leak from fragmentation.
  private void sign(Memory memory, Fall fall, Facts facts) {
    var free = Trend.of(memory.samples(), Sample::free).flatMap(trend -> trend.falls(0));
    var flat = free.isEmpty() || free.get().perHour() > fall.perHour() / 4;
    var why =
        "%s falls by %d bytes an hour over %d samples"
            .formatted(
                flat ? "the largest block" : "what is free",
                Math.round(-fall.perHour()),
                memory.samples().size());
    facts.signed(flat ? Signature.F11 : Signature.F11B, why);
  }
}
