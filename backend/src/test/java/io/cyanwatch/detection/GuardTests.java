package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.detection.Deadlines.Deadline;
import io.cyanwatch.detection.Deadlines.Kind;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Stamp;
import io.cyanwatch.timeline.Timeline;
import io.cyanwatch.timeline.Watch;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Whoever holds a device in the timeline has its state for itself.
@CyanwatchTest
class GuardTests {
  @Autowired Timeline timeline;
  @Autowired Detection detection;
  @Autowired DeviceStates states;
  @Autowired Deadlines deadlines;
  @Autowired Vigil vigil;
  @Autowired Watch watch;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private DeviceRef device = new DeviceRef(0, "", "");
  private long seq;

  @BeforeEach
  void aDeviceThatWasHeardAnHourAgo() {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> watch.since().isPresent());
    var id = "guard-" + UUID.randomUUID();
    var nr =
        jdbc.sql("insert into fleet.device (id, created_at) values (:id, now()) returning nr")
            .param("id", id)
            .query(Long.class)
            .single();
    device = new DeviceRef(nr, id, "");
    speak(clock.instant().minus(Duration.ofHours(1)));
  }

  @Test
  void aDeviceThatIsBeingWrittenOfIsNotJudgedUntilThatIsOver() {
    transaction.executeWithoutResult(
        _ -> {
          timeline.hold(List.of(device.nr()));
          elsewhere(
              () -> {
                deadlines.set(List.of(new Deadline(device.nr(), Kind.WILL, Instant.EPOCH)));
                vigil.lookAtThoseDue();
              });
          assertThat(pending()).isEqualTo(1);
        });

    vigil.lookAtThoseDue();
    assertThat(pending()).isZero();
  }

  @Test
  void whoSpokeMeanwhileIsNotLookedAtNorWaitedFor() {
    var spoke = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    speak(spoke);
    var patience = Duration.ofSeconds(75);

    transaction.executeWithoutResult(
        _ -> {
          timeline.hold(List.of(device.nr()));
          elsewhere(
              () -> {
                deadlines.set(
                    List.of(Deadline.silence(device.nr(), spoke.minusSeconds(60), patience)));
                vigil.lookAtThoseDue();
              });
          assertThat(silence()).isEqualTo(spoke.plus(patience));
        });

    // Had it not spoken, or were its patience not known, it would be looked at.
    deadlines.set(List.of(Deadline.silence(device.nr(), spoke.minusSeconds(60), Duration.ZERO)));
    vigil.lookAtThoseDue();
    assertThat(silence()).isAfterOrEqualTo(spoke.plus(state().patience()));
  }

  private Instant silence() {
    return jdbc.sql("select due_at from detection.deadline where device = ? and kind = 'silence'")
        .param(device.nr())
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  @Test
  void whatAnotherBackendChangedIsReadAgain() {
    var before = state();
    jdbc.sql(
            """
            with changed as (
              update detection.device set revision = revision + 1 where device = :device)
            update detection.state
              set state = jsonb_set(state::jsonb, '{about}', '{"firmware":"9.9.9"}')::text
            where device = :device
            """)
        .param("device", device.nr())
        .update();

    assertThat(state().about().firmware()).isEqualTo("9.9.9");
    assertThat(before.about().firmware()).isEqualTo("1.0.0");
  }

  @Test
  void whatWasRolledBackIsNotRemembered() {
    var before = state();

    transaction.executeWithoutResult(
        status -> {
          detection.examine(timeline.append(List.of(goodbye())), clock.instant());
          status.setRollbackOnly();
        });

    assertThat(state()).isEqualTo(before);
    speak(clock.instant());
    assertThat(state().online()).isTrue();
  }

  /// States go out 128 at a time, cursors 256: none falls between.
  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128, 129, 256, 257, 300})
  void aBatchOfManyDevicesIsKeptWhole(int count) {
    var devices =
        jdbc.sql(
                """
                insert into fleet.device (id, created_at)
                select :prefix || n, now() from generate_series(1, :count) n returning nr, id
                """)
            .param("prefix", "many-" + UUID.randomUUID() + "-")
            .param("count", count)
            .query((row, _) -> new DeviceRef(row.getLong(1), row.getString(2), ""))
            .list();

    for (var round = 0; round < 2; round++) {
      var at = clock.instant();
      var fw = "1.0." + round;
      var said = devices.stream().map(it -> birth(it, fw, at)).toList();
      transaction.executeWithoutResult(_ -> detection.examine(timeline.append(said), at));

      var kept =
          jdbc.sql(
                  """
                  select count(*) from detection.device join detection.state s using (device)
                    join timeline.cursor c using (device)
                  where device_id = any(:ids) and revision = :revision
                    and s.state::json -> 'about' ->> 'firmware' = :fw and octet_length(c.state) > 0
                  """)
              .param("ids", devices.stream().map(DeviceRef::id).toArray(String[]::new))
              .param("revision", round + 1)
              .param("fw", fw)
              .query(Integer.class)
              .single();
      assertThat(kept).isEqualTo(count);
    }
  }

  private Observation birth(DeviceRef device, String firmware, Instant at) {
    var stamp =
        new Stamp(
            device, States.boot(1), seq++, 1, Duration.ofSeconds(seq), null, at, Duration.ZERO, at);
    return new Observation.Born(
        stamp,
        "power_on",
        null,
        true,
        0,
        Duration.ofSeconds(30),
        "virtual",
        firmware,
        null,
        null,
        null,
        null,
        List.of(),
        Map.of(),
        Optional.empty(),
        new byte[0]);
  }

  private static void elsewhere(Runnable what) {
    CompletableFuture.runAsync(what).join();
  }

  private long pending() {
    return jdbc.sql(
            "select count(*) from detection.deadline where device = :device and kind = 'will'")
        .param("device", device.nr())
        .query(Long.class)
        .single();
  }

  private DeviceState state() {
    var found = transaction.execute(_ -> states.of(List.of(device.nr())));
    return Objects.requireNonNull(Objects.requireNonNull(found).get(device.nr()));
  }

  private void speak(Instant at) {
    transaction.executeWithoutResult(
        _ -> {
          var born = States.born(stamp(at), "power_on", true, 0, "deviceos 1.5.2", Map.of());
          detection.examine(timeline.append(List.of(born)), at);
        });
  }

  private Observation goodbye() {
    return new Observation.Left(stamp(clock.instant()), "sleep", new byte[0]);
  }

  private Stamp stamp(Instant at) {
    return new Stamp(
        device, States.boot(1), seq++, 1, Duration.ofSeconds(seq), null, at, Duration.ZERO, at);
  }
}
