package io.cyanwatch.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What every recorded message carries: which boot it belongs to, its place in that boot, and when.
///
/// @param boot 1–40 characters of `[A-Za-z0-9-]`
/// @param seq 0…2³²−1, one sequence per boot
/// @param conn counts the MQTT connects of this boot
/// @param up uptime in milliseconds when the record was made, 0…2⁵³
/// @param at the device's wall clock in milliseconds since 1970, if it has one that it trusts
/// @param lost sequence numbers that the device dropped for good
public record Envelope(
    String boot, long seq, long conn, long up, @Nullable Long at, List<SeqRange> lost) {

  public Envelope {
    lost = List.copyOf(lost);
  }

  /// Both ends belong to the range.
  public record SeqRange(long from, long to) {}
}
