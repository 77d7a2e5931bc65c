package io.cyanwatch.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Slows down whoever fails too often: a few failures at once, then one per `pace`. Each key has
/// its
/// own account, so nobody locks out others; the oldest accounts are forgotten, so nobody fills the
/// memory.
final class Throttle {
  private final Duration pace;
  private final Duration credit;
  private final Map<String, Instant> debtUntil;

  /// @param burst failures that are let through at once
  Throttle(int burst, Duration pace, int capacity) {
    this.pace = pace;
    this.credit = pace.multipliedBy(burst);
    this.debtUntil =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > capacity;
          }
        };
  }

  /// Takes one attempt from the account of `key`.
  ///
  /// @return how long to wait, when there is none left; nothing is taken then
  synchronized Optional<Duration> charge(String key, Instant now) {
    var debt = debt(key, now).plus(pace);
    if (debt.compareTo(credit) > 0) {
      return Optional.of(debt.minus(credit));
    }
    debtUntil.put(key, now.plus(debt));
    return Optional.empty();
  }

  /// Gives back one attempt, because it did not fail.
  synchronized void refund(String key, Instant now) {
    var debt = debt(key, now).minus(pace);
    if (debt.isPositive()) {
      debtUntil.put(key, now.plus(debt));
    } else {
      debtUntil.remove(key);
    }
  }

  synchronized int size() {
    return debtUntil.size();
  }

  private Duration debt(String key, Instant now) {
    var until = debtUntil.get(key);
    return until == null || until.isBefore(now) ? Duration.ZERO : Duration.between(now, until);
  }
}
