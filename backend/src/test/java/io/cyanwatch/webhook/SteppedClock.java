package io.cyanwatch.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Primary;

/// Starts at the real time, because receivers compare it with theirs, and then stands still.
@TestComponent
@Primary
class SteppedClock extends Clock {
  private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  void advance(Duration step) {
    now = now.plus(step);
  }

  void set(Instant instant) {
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
