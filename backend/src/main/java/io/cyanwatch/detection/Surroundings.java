package io.cyanwatch.detection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known around a device: the rules see it beside the device's own state.
///
/// @param outages of its access point and its site, recent ones
/// @param peersVisited when another device of its site was last visited by a client
record Surroundings(List<Outage> outages, @Nullable Instant peersVisited) {
  static final Surroundings NONE = new Surroundings(List.of(), null);

  /// A will takes up to one and a half keep-alives to come: the outage began before we knew.
  private static final Duration BEFORE = Duration.ofSeconds(90);

  /// Boards that crashed as the network came back need a moment to say so.
  private static final Duration AFTER = Duration.ofSeconds(60);

  Surroundings {
    outages = List.copyOf(outages);
  }

  /// @param to null while it lasts
  record Outage(Instant from, @Nullable Instant to) {}

  /// Whether an outage explains what happened at this moment.
  boolean explained(Instant at) {
    return outages.stream()
        .anyMatch(
            outage ->
                !at.isBefore(outage.from().minus(BEFORE))
                    && (outage.to() == null || !at.isAfter(outage.to().plus(AFTER))));
  }
}
