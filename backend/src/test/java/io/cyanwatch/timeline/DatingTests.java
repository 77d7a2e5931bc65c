package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation.Stamp;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DatingTests {
  private static final Instant BOOTED = Instant.parse("2026-03-01T10:00:00Z");
  private static final DeviceRef DEVICE = new DeviceRef(1, "d", "");

  private Dating dating = Dating.NONE;

  @Test
  void theLeastDelayedRecordSaysWhenTheBootBegan() {
    takes(seconds(10), seconds(14), null);
    takes(seconds(20), seconds(20), null);

    assertThat(at(seconds(10), seconds(14))).isEqualTo(BOOTED.plusSeconds(10));
  }

  @Test
  void nothingWasMadeAfterItWasReceived() {
    takes(seconds(10), seconds(12), null);

    assertThat(at(seconds(30), seconds(31))).isEqualTo(BOOTED.plusSeconds(31));
  }

  @Test
  void withinAnHourALaterRecordChangesNothing() {
    takes(seconds(0), seconds(0), null);
    takes(seconds(3600), seconds(3601), null);

    assertThat(dating.anchored()).isZero();
  }

  @Test
  void afterAnHourTheDriftIsFollowed() {
    takes(seconds(0), seconds(0), null);
    takes(millis(3_600_001), millis(3_600_201), null);

    assertThat(dating.anchored()).isEqualTo(3_600_001);
    assertThat(at(millis(3_600_001), millis(3_700_000))).isEqualTo(BOOTED.plusMillis(3_600_201));
  }

  @Test
  void aRecordHeldBackForHoursIsNotTakenForDrift() {
    takes(seconds(0), seconds(0), null);
    takes(seconds(4000), seconds(20_000), null);

    var off = Duration.between(BOOTED.plusSeconds(4000), at(seconds(4000), seconds(20_000)));
    assertThat(off).isBetween(Duration.ZERO, Duration.ofMillis(400));
  }

  @Test
  void theErrorGrowsByAHundredPartsInAMillion() {
    takes(seconds(0), seconds(0), null);

    assertThat(dated(seconds(1000), seconds(1000), null).error()).isEqualTo(millis(350));
    assertThat(dated(seconds(0), seconds(0), null).error()).isEqualTo(millis(250));
  }

  @Test
  void aClockExactlyADayOffIsBelievedAndOneMoreMillisecondIsNot() {
    var day = Duration.ofDays(1);

    assertThat(believes(seconds(10), seconds(10), BOOTED.plusSeconds(10).plus(day))).isTrue();
    assertThat(believes(seconds(10), seconds(10), BOOTED.plusSeconds(10).plus(day).plusMillis(1)))
        .isFalse();
    assertThat(believes(seconds(10), seconds(10), BOOTED.plusSeconds(10).minus(day))).isTrue();
    assertThat(believes(seconds(10), seconds(10), BOOTED.plusSeconds(10).minus(day).minusMillis(1)))
        .isFalse();
  }

  @Test
  void clocksOf1970AndOfTheNextDecadeAreNotBelieved() {
    assertThat(believes(seconds(10), seconds(10), Instant.EPOCH)).isFalse();
    assertThat(believes(seconds(10), seconds(10), BOOTED.plus(Duration.ofDays(3650)))).isFalse();
  }

  @Test
  void aClockThatGoesBackByNoMoreThanTheErrorIsBelieved() {
    takes(seconds(0), seconds(0), BOOTED);

    assertThat(believes(seconds(10), seconds(10), BOOTED.plusMillis(10_000 - 1251))).isTrue();
    assertThat(believes(seconds(10), seconds(10), BOOTED.plusMillis(10_000 - 1252))).isFalse();
  }

  @Test
  void aClockThatJumpsAheadAndBackIsNotFollowedBack() {
    takes(seconds(0), seconds(0), BOOTED);
    takes(seconds(10), seconds(10), BOOTED.plusSeconds(7210));

    var back = dated(seconds(20), seconds(20), BOOTED.plusSeconds(20));

    assertThat(believes(seconds(20), seconds(20), BOOTED.plusSeconds(20))).isFalse();
    assertThat(back.at()).isEqualTo(BOOTED.plusSeconds(20));
  }

  @Test
  void aLateRecordIsNotMeasuredByAClockThatWasSetAfterIt() {
    takes(seconds(0), seconds(0), BOOTED);
    takes(seconds(20), seconds(20), BOOTED.plusSeconds(7220));

    assertThat(dating.believes(stamp(seconds(10), seconds(25), BOOTED.plusSeconds(10)), false))
        .isTrue();
  }

  private void takes(Duration up, Duration received, @Nullable Instant clock) {
    dating = dating.with(stamp(up, received, clock), true);
  }

  private boolean believes(Duration up, Duration received, Instant clock) {
    return dating.believes(stamp(up, received, clock), true);
  }

  private Instant at(Duration up, Duration received) {
    return dated(up, received, null).at();
  }

  private Stamp dated(Duration up, Duration received, @Nullable Instant clock) {
    var stamp = stamp(up, received, clock);
    return dating.date(stamp, dating.believes(stamp, true));
  }

  private static Stamp stamp(Duration up, Duration received, @Nullable Instant clock) {
    var at = BOOTED.plus(received);
    return new Stamp(DEVICE, "b", 1, 1, up, clock, at, Duration.ZERO, at);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
