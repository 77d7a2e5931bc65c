package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.SteppedClock;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;

/// Outage or fault, on the real database, with a clock that the test steps.
@CyanwatchTest
@Import({SteppedClock.class, OutageStage.People.class})
class OutageTests extends OutageStage {
  @Test
  void fiveHundredBehindOneAccessPointAreOneIncidentAndOneNotification() {
    var hall = devices("hall", 500, "plant-" + run);
    var elsewhere = new ArrayList<DeviceRef>();
    for (var n = 0; n < 3; n++) {
      var yard = devices("yard-" + n, 4, "plant-" + run);
      live(yard, "yard-" + n);
      elsewhere.add(yard.getFirst());
    }
    live(hall, "hall");

    breakOff(hall);
    breakOff(elsewhere);
    clock.advance(6);
    await(() -> count("kind = 'offline' and resolved_at is null") == 503);
    clock.advance(2);
    await(() -> count("kind = 'uplink_lost' and resolved_at is null") == 1);
    clock.advance(130);
    await(() -> told("offline") == 3 && told("uplink_lost") == 1);
    assertThat(count("kind = 'site_outage'")).isZero();
    assertThat(count("kind = 'offline' and suppressed_by is not null")).isEqualTo(500);

    live(hall.subList(0, 480), "hall");
    clock.advance(2);
    await(() -> count("kind = 'uplink_lost' and resolved_at is not null") == 1);
    assertThat(told("offline")).isEqualTo(3);
    clock.advance(31);
    clock.advance(130);
    await(() -> told("offline") == 23);
    assertThat(told("uplink_lost")).isEqualTo(1);
    assertThat(count("kind = 'offline' and resolved_at is null")).isEqualTo(23);
  }

  @Test
  void aSiteExplainsItsAccessPoints() {
    var site = "mill-" + run;
    var one = devices("mill-one", 4, site);
    var two = devices("mill-two", 4, site);
    live(one, "mill-one");
    live(two, "mill-two");

    breakOff(one);
    breakOff(two);
    clock.advance(6);
    await(() -> count("kind = 'offline' and resolved_at is null") == 8);
    clock.advance(2);
    await(() -> count("kind = 'site_outage' and resolved_at is null") == 1);
    clock.advance(60);
    await(() -> told("site_outage") == 1);
    await(() -> count("kind = 'uplink_lost' and suppressed_by is not null") == 2);
    assertThat(told("uplink_lost") + told("offline")).isZero();

    live(one, "mill-one");
    live(two, "mill-two");
    clock.advance(2);
    await(() -> count("resolved_at is null") == 0);
    assertThat(told("uplink_lost") + told("offline")).isZero();
  }

  @Test
  void thoseWhoLoseOnlyTheirCloudAreSaidToBeHeardStill() {
    var hall = devices("cloudy", 4, "");
    live(hall, "cloudy");

    receive(
        hall.stream()
            .<Observation>map(
                device -> new Beats().bssid(run + "cloudy").cloud(false).at(stamp(device, ++seq)))
            .toList());
    clock.advance(2);

    var heard = "evidence like '%\"still_heard\":4%\"id\":\"F7\"%'";
    await(() -> count("kind = 'uplink_lost' and resolved_at is null and " + heard) == 1);
    assertThat(count("kind = 'offline'")).isZero();
  }

  @Test
  void whoGoesWhileALookIsUnderWayIsLookedAtNext() {
    var place = new Groups.Place(devices("late", 1, "").getFirst(), run + "late");
    var now = clock.instant();
    transaction.executeWithoutResult(_ -> groups.ask(List.of(place), now));

    transaction.executeWithoutResult(
        _ -> {
          groups.ask(List.of(place), now);
          await( // in a thread of its own, which does not see what is not yet committed
              () -> {
                groups.judgeThoseDue(now.plusSeconds(2));
                return asked() == 0;
              });
        });

    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void whatWasToldBeforeItsOutageWasKnownIsReclassifiedAndNotToldAgain() {
    var hall = devices("shed", 4, "");
    live(hall, "shed");
    breakOff(hall.subList(0, 1));
    clock.advance(6);
    await(() -> count("kind = 'offline'") == 1);
    clock.advance(31);
    await(() -> told("offline") == 1);

    breakOff(hall.subList(1, 4));
    clock.advance(6);
    await(() -> count("kind = 'offline'") == 4);
    clock.advance(2);
    await(() -> told("uplink_lost") == 1);
    await(() -> count("kind = 'offline' and suppressed_by is not null") == 4);
    assertThat(told("offline")).isEqualTo(1);
    assertThat(history("reclassified")).isBetween(1L, 4L);
  }

  @Test
  void whatADeviceBufferedTellsAfterwardsWhatItWasAndNobodyIsToldAgain() {
    var alone = devices("alone", 1, "");
    live(alone, "alone");
    var device = alone.getFirst();
    var began = stamp(device, ++seq);
    receive(List.of(new Beats().bssid(run + "alone").downs(2).at(began)));
    breakOff(alone);
    clock.advance(6);
    await(() -> count("kind = 'offline'") == 1);
    clock.advance(31);
    await(() -> told("offline") == 1);
    clock.advance(300);

    receive(List.of(buffered(began, 4, 330)));
    clock.advance(2);
    receive(List.of(buffered(began, 1, 60), buffered(began, 2, 90), buffered(began, 3, 120)));

    await(() -> count("kind = 'offline' and resolved_at is not null") == 1);
    assertThat(count("evidence like '%\"hindsight\":{\"id\":\"F9\"%\"kind\":\"uplink_lost\"}%'"))
        .isEqualTo(1);
    assertThat(history("reclassified")).isEqualTo(1);
    assertThat(told("offline")).isEqualTo(1);
  }

  /// Made so long after that record, and received now. Its WiFi never went.
  private Observation buffered(Stamp after, long further, long seconds) {
    var now = clock.instant();
    var stamp =
        new Stamp(
            after.device(),
            after.boot(),
            after.seq() + further,
            after.conn() + 1,
            after.up().plusSeconds(seconds),
            null,
            now,
            Duration.ZERO,
            now);
    return new Beats().bssid(run + "alone").downs(2).at(stamp);
  }

  private long asked() {
    return jdbc.sql("select count(*) from detection.gathering where subject = :late")
        .param("late", run + "late")
        .query(Long.class)
        .single();
  }
}
