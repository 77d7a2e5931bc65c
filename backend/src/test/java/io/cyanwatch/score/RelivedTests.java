package io.cyanwatch.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.detection.Relived;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.score.Performance.Said;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// What is stored finds, byte for byte, what was found on the day: through the real ingest path and
/// the real database, on a virtual clock.
@ResourceLock("backends")
class RelivedTests {
  /// History is read a quarter of a day at a time: this goes over the edge of one.
  private static final Instant START = Instant.parse("2026-03-02T04:30:00Z");
  private static final int DEVICES = Integer.getInteger("relived.devices", 6);
  private static final int MESSAGES = 60;
  private static final long SEED = Long.getLong("relived.seed", 1_000);
  private static final Duration STEP = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(Long.getLong("relived.look", 3_000));

  /// For so long we are gone in the middle of it; 0 for not at all.
  private static final Duration AWAY = Duration.ofSeconds(Long.getLong("relived.away", 240));

  private static final List<String> OUTCOMES = List.of("open", "refused", "refused", "timeout");
  private static final Duration HAND_OVER = Duration.ofMillis(7);

  @Test
  void theHistoryOfADeviceFindsWhatWasFoundOnTheDay() throws IOException {
    try (var house = new House(START)) {
      house.clock.set(START.plusSeconds(1));
      var relived = new Relived(house.application());
      var begin = START.plus(Duration.ofHours(1));
      house.clock.set(begin);
      house.passTime();
      var devices = new LinkedHashMap<String, Long>();
      for (var n = 0; n < DEVICES; n++) {
        devices.put("hearsay-" + n, SEED + n);
      }
      var end = live(house, relived, devices, begin);

      var findings = 0;
      for (var entry : devices.entrySet()) {
        var device = device(house, entry.getKey());
        var found = relived.onTheDay(device);
        findings += found.size();
        same(entry.getValue(), found, relived.again(device, START, end));
      }
      assertThat(findings).isGreaterThan(DEVICES * 5);
    }
  }

  /// Says where they part, instead of all that was found.
  private static void same(long seed, List<String> onTheDay, List<String> again) {
    for (var n = 0; n < Math.max(onTheDay.size(), again.size()); n++) {
      assertThat(n < again.size() ? again.get(n) : "nothing more")
          .as("finding %d of seed %d", n, seed)
          .isEqualTo(n < onTheDay.size() ? onTheDay.get(n) : "nothing more");
    }
  }

  private static Instant live(
      House house, Relived relived, Map<String, Long> devices, Instant begin) {
    var all = new ArrayList<Said>();
    devices.forEach(
        (id, seed) -> {
          register(house, id);
          all.addAll(new Hearsay(id, seed, begin).life(MESSAGES));
        });
    all.sort(Comparator.comparing(Said::at));
    var gone = all.get(all.size() / 2).at();
    var back = gone.plus(AWAY);
    hear(house, relived, all.stream().filter(one -> one.at().isBefore(gone)).toList());
    if (!AWAY.isZero()) {
      var leave = house.clock.instant().plusMillis(1);
      goOn(house, gone.isBefore(leave) ? leave : gone);
      house.watching(false);
      goOn(house, back);
      house.watching(true);
      // The broker kept it for us, and hands it over at once.
      all.stream()
          .filter(one -> !one.at().isBefore(gone) && one.at().isBefore(back))
          .forEach(one -> hear(house, one, house.clock.instant().plus(HAND_OVER)));
    }
    hear(house, relived, all.stream().filter(one -> !one.at().isBefore(back)).toList());
    var end = all.getLast().at().plus(Duration.ofHours(2));
    goOn(house, end);
    return end;
  }

  /// Now and then somebody knocks.
  private static void hear(House house, Relived relived, List<Said> all) {
    var random = new Random(SEED);
    for (var one : all) {
      hear(house, one, one.at());
      if (random.nextInt(8) == 0) {
        goOn(house, house.clock.instant().plusMillis(1 + random.nextInt(2_000)));
        var id = Topics.parse(one.topic()).orElseThrow().device();
        relived.knock(device(house, id), OUTCOMES.get(random.nextInt(OUTCOMES.size())));
      }
    }
  }

  /// @param at when; now, if that is over. Nothing comes in the same millisecond.
  private static void hear(House house, Said one, Instant at) {
    var next = house.clock.instant().plusMillis(1);
    goOn(house, at.isBefore(next) ? next : at);
    house.deliver(List.of(new Said(house.clock.instant(), one.topic(), one.payload())));
  }

  private static DeviceRef register(House house, String id) {
    house
        .jdbc()
        .sql("insert into fleet.device (id, site, created_at) values (:id, :id, :now)")
        .param("id", id)
        .param("now", Timestamp.from(house.clock.instant()))
        .update();
    return device(house, id);
  }

  private static DeviceRef device(House house, String id) {
    return house.bean(Fleet.class).find(id).orElseThrow();
  }

  /// Until then, with a look at whatever falls due, a while after it does; a record may come first.
  private static void goOn(House house, Instant until) {
    while (house.clock.instant().isBefore(until)) {
      var now = house.clock.instant();
      var step = now.plus(STEP);
      var due = house.nextDue().map(at -> at.isBefore(now) ? now : at).orElse(step).plus(LOOK);
      var next = due.isBefore(step) ? due : step;
      if (!next.isBefore(until)) {
        house.clock.set(until);
        return;
      }
      house.clock.set(next);
      house.passTime();
    }
  }
}
