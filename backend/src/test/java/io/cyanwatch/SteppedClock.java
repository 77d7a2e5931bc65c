package io.cyanwatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Primary;

/// Stands still until it is stepped. An application that imports it tells the time by it; it begins
/// with the real time, because others compare it with theirs.
@TestComponent
@Primary
public class SteppedClock extends Clock {
  private volatile Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);

  public static SteppedClock at(Instant instant) {
    var clock = new SteppedClock();
    clock.set(instant);
    return clock;
  }

  public void advance(Duration step) {
    now = now.plus(step);
  }

  public void advance(long seconds) {
    advance(Duration.ofSeconds(seconds));
  }

  public void set(Instant instant) {
    now = instant;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
