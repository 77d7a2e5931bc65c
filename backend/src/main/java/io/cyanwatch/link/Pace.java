package io.cyanwatch.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How patient the link is.
///
/// @param answerWithin how long a broker may take to connect, to answer CONNECT, and to answer
/// SUBSCRIBE
/// @param echoEvery how often we talk to ourselves over the broker
/// @param silentAfter without an echo or a message the connection counts as dead
/// @param firstPause upper bound of the pause after the first failure; doubled by each further one
/// @param longestPause upper bound of all pauses; a connection that lived longer than this starts
/// afresh
record Pace(
    Duration answerWithin,
    Duration echoEvery,
    Duration silentAfter,
    Duration firstPause,
    Duration longestPause) {

  static final Pace USUAL =
      new Pace(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  /// Anything between nothing and the bound, so that many backends do not come back at once.
  Duration pause(int failures, RandomGenerator random) {
    var doublings = Math.min(Math.max(failures - 1, 0), 20);
    var bound = Math.min(firstPause.toMillis() << doublings, longestPause.toMillis());
    return Duration.ofMillis(random.nextLong(bound + 1));
  }
}
