package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.SteppedClock;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.link.LinkChanged;
import io.cyanwatch.timeline.Observation.Stamp;
import io.cyanwatch.timeline.Timeline;
import io.cyanwatch.timeline.Watch;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// What our own absence proves of others: nothing.
@CyanwatchTest
@Import({SteppedClock.class, OutageStage.People.class})
class WarmUpTests {
  @Autowired Timeline timeline;
  @Autowired Detection detection;
  @Autowired Vigil vigil;
  @Autowired OwnWatch ownWatch;
  @Autowired Watch watch;
  @Autowired ApplicationEventPublisher events;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;
  @Autowired SteppedClock clock;

  private long seq;

  @BeforeEach
  void weWatch() {
    Awaitility.await().until(() -> watch.since().isPresent());
  }

  @AfterEach
  void weWatchAgain() {
    link(true);
    ownWatch.look();
  }

  @Test
  void silenceProvesNothingWhileWeAreAwayNorForNinetySecondsAfter() {
    var device = device();
    speaks(device, 30);
    link(false);
    clock.advance(3_600);
    assertThat(isOnline(device)).isTrue();

    link(true);
    clock.advance(89);
    assertThat(isOnline(device)).isTrue();
    clock.advance(1);
    assertThat(isOnline(device)).isFalse();
  }

  @Test
  void whatFellDueBeforeWeWentIsJudgedAsWeGoAndWhatFallsDueThenIsNot() {
    var before = device();
    var then = device();
    clock.advance(600);
    speaks(before, 30);
    clock.advance(1);
    speaks(then, 30);
    clock.advance(75);
    assertThat(standing(before).online()).isTrue();

    link(false);

    assertThat(standing(before).online()).isFalse();
    assertThat(standing(then).online()).isTrue();
  }

  @Test
  void whoSpeaksSeldomIsGivenItsOwnPatience() {
    var device = device();
    speaks(device, 120);
    link(false);
    clock.advance(3_600);

    link(true);
    clock.advance(299);
    assertThat(isOnline(device)).isTrue();
    clock.advance(1);
    assertThat(isOnline(device)).isFalse();
  }

  @Test
  void silenceIsOneAfterTwoAndAHalfIntervalsAndNotBefore() {
    var device = device();
    clock.advance(600);
    speaks(device, 30);

    clock.advance(74);
    assertThat(isOnline(device)).isTrue();
    clock.advance(1);
    assertThat(isOnline(device)).isFalse();
  }

  @Test
  void ourOwnAbsenceIsToldAfterThirtySecondsAndOverWithOurReturn() {
    link(false);
    ownWatch.look();
    clock.advance(29);
    ownWatch.look();
    assertThat(openUnwatched()).isZero();

    clock.advance(1);
    ownWatch.look();
    assertThat(openUnwatched()).isEqualTo(1);

    link(true);
    ownWatch.look();
    assertThat(openUnwatched()).isZero();
  }

  @Test
  void anAbsenceThatEndedBeforeAnybodyLookedIsToldIfItWasLongEnough() {
    link(false);
    clock.advance(29);
    link(true);
    assertThat(openUnwatched()).isZero();
    ownWatch.look();

    link(false);
    clock.advance(30);
    link(true);
    assertThat(openUnwatched()).isEqualTo(1);
    ownWatch.look();
    assertThat(openUnwatched()).isZero();
  }

  private void link(boolean connected) {
    events.publishEvent(new LinkChanged(connected, clock.instant()));
  }

  private long openUnwatched() {
    return jdbc.sql(
            """
            select count(*) from incident.incident
            where kind = 'backend_unwatched' and resolved_at is null
            """)
        .query(Long.class)
        .single();
  }

  /// The first look may only move the deadline.
  private boolean isOnline(DeviceRef device) {
    vigil.lookAtThoseDue();
    vigil.lookAtThoseDue();
    return standing(device).online();
  }

  private Detection.Standing standing(DeviceRef device) {
    return detection.standing(device.nr()).orElseThrow();
  }

  private DeviceRef device() {
    var id = "warm-up-" + UUID.randomUUID();
    var nr =
        jdbc.sql(
                "insert into fleet.device (id, site, created_at) values (:id, '', now()) returning nr")
            .param("id", id)
            .query(Long.class)
            .single();
    return new DeviceRef(nr, id, "");
  }

  private void speaks(DeviceRef device, int interval) {
    var born = States.born(stamp(device), Duration.ofSeconds(interval));
    var beat = new Beats().bssid(device.id()).at(stamp(device));
    transaction.executeWithoutResult(
        _ -> detection.examine(timeline.append(List.of(born, beat)), clock.instant()));
  }

  private Stamp stamp(DeviceRef device) {
    var now = clock.instant();
    return new Stamp(
        device,
        States.boot(1),
        seq++,
        1,
        Duration.ofSeconds(100 + seq),
        null,
        now,
        Duration.ZERO,
        now);
  }
}
