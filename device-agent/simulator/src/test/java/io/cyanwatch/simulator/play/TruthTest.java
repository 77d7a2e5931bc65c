package io.cyanwatch.simulator.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Event;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Probe.Outcome;
import io.cyanwatch.protocol.ResetClass;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.protocol.Wire.Format;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruthTest {

  /// Each is played as a whole; the long ones with few neighbours.
  @ParameterizedTest
  @CsvSource({
    "origin-thread, 0, uplink_lost dead_listener",
    "reboot-loop, 0, reboot_loop",
    "dead-listener, 0, dead_listener",
    "listener-table-leak, 6, dead_listener",
    "uplink-lost, 0, uplink_lost offline",
    "site-outage, 0, site_outage",
    "flapping, 0, flapping",
    "half-open-camping, 0, socket_exhaustion",
    "slowloris, 0, socket_exhaustion",
    "write-stall, 0, offline socket_exhaustion",
    "heap-leak, 1, memory_low",
    "fragmentation, 1, memory_low",
    "cloud-only, 0, cloud_only",
    "zombie-wifi, 0, offline",
    "clone, 0, clone_suspected",
    "clock-jump, 0, time_implausible",
    "late-data, 0, offline",
    "planned-update, 0, ''",
    "healthy, 16, ''",
    "firmware-regression, 20, firmware_regression",
    "backend-restart, 0, backend_unwatched"
  })
  void aScenarioHasItsOwnTruthAndNoOther(String name, int devices, String kinds) {
    for (var seed = 1; seed <= 2; seed++) {
      var wanted = kinds.isEmpty() ? List.<String>of() : List.of(kinds.split(" ", -1));
      var tape = Tape.of(name, seed, devices);

      assertThat(tape.kinds()).isSubsetOf(wanted);
      assertThat(tape.kinds()).hasSizeGreaterThanOrEqualTo(wanted.isEmpty() ? 0 : 1);
      assertThat(tape.play.truth())
          .allMatch(it -> it.scenario().equals(name) && it.from().isAfter(Tape.START))
          .allMatch(it -> it.to() == null || !it.to().isBefore(it.from()));
    }
  }

  @Test
  void everyScenarioOfTheDesignIsThere() {
    assertThat(Scenario.all()).hasSize(21);
    assertThat(Scenario.all()).extracting(Scenario::name).doesNotHaveDuplicates();
    assertThat(Scenario.named("origin-thread")).isPresent();
    assertThat(Scenario.named("sunshine")).isEmpty();
  }

  @Test
  void aboutOneInThreeOldDevicesResetsInsideTheOutageWithTheKnownSignature() {
    var old = 0L;
    var resets = 0L;
    for (var seed = 1; seed <= 20; seed++) {
      var tape = Tape.of("origin-thread", seed);
      old += tape.play.members().stream().filter(TruthTest::isNaive).count();
      for (var birth : tape.all(Birth.class)) {
        if (birth.reset().kind() == ResetClass.PANIC) {
          resets++;
          var last = Objects.requireNonNull(birth.last());
          assertThat(last.wifiReady()).isTrue();
          assertThat(last.cloud()).isFalse();
          assertThat(last.sinceRx()).isBetween(30_000L, 181_000L);
          assertThat(last.sinceCloudLost()).isLessThan(last.sinceRx());
        }
      }
    }
    assertThat(resets / (double) old).isBetween(0.2, 0.5);
  }

  @Test
  void theCloudIsFoundDeadFifteenToTwentyFiveSecondsAfterTheLastByte() {
    var tape = Tape.of("origin-thread", 5);
    var cut = tape.play.truth().getFirst().from();

    var lost =
        tape.all(Event.class).stream()
            .filter(it -> it.event().equals("cloud_down") && it.envelope().at() != null)
            .map(it -> Long.parseLong(String.valueOf(it.detail().get("since_rx"))))
            .toList();

    assertThat(cut).isAfter(Tape.START);
    assertThat(lost).isNotEmpty().allMatch(it -> it >= 15_000 && it <= 25_000);
  }

  @Test
  void aDeadListenerRefusesUntilACommandRestartsIt() {
    var tape = Tape.start("dead-listener", 3);
    var silentDeath = dead(tape, "F2");
    tape = Tape.start("dead-listener", 3);
    tape.until(silentDeath.from().plusSeconds(60));
    var target = target(tape, silentDeath.subject());
    assertThat(tape.play.knock(target)).isEqualTo(Outcome.REFUSED);
    assertThat(listening(tape, silentDeath.subject())).isEqualTo("LISTENING");

    var boot = tape.lastBoot(silentDeath.subject());
    var command = new Command("c-1", "restart_listener", boot, 30, Map.of());
    tape.play.command(silentDeath.subject(), Wire.encode(command, Format.JSON));
    var now = tape.play.now();
    tape.until(now.plusSeconds(5));

    assertThat(tape.play.knock(target)).isEqualTo(Outcome.OPEN);
    tape.end();
    var cured =
        tape.play.truth().stream()
            .filter(it -> it.subject().equals(silentDeath.subject()))
            .toList();
    assertThat(cured).hasSize(1);
    assertThat(cured.getFirst().to()).isBetween(now, now.plus(Duration.ofSeconds(2)));
  }

  @Test
  void aFullTableOfANaiveServerDoesNotAnswer() {
    var tape = Tape.start("half-open-camping", 4);
    tape.end();
    var truth = tape.play.truth().getFirst();
    var again = Tape.start("half-open-camping", 4);
    again.until(truth.from().plusSeconds(90));

    assertThat(again.play.knock(target(again, truth.subject()))).isEqualTo(Outcome.TIMEOUT);
    assertThat(again.play.knock("203.0.113.9:80")).isEqualTo(Outcome.TIMEOUT);
  }

  @Test
  void aTruthIsOneLineThatAnybodyCanRead() {
    var from = Instant.parse("2026-03-02T10:00:00Z");
    var truth = new Truth("flapping", 3, "a-1", "device", "flapping", from, null, "wifi");

    assertThat(truth.toJson())
        .isEqualTo(
            "{\"scenario\":\"flapping\",\"seed\":3,\"subject\":\"a-1\",\"subject_kind\":\"device\","
                + "\"kind\":\"flapping\",\"from\":\"2026-03-02T10:00:00Z\",\"cause\":\"wifi\"}");
  }

  private static Truth dead(Tape tape, String cause) {
    tape.end();
    return tape.play.truth().stream()
        .filter(it -> it.cause().equals(cause) && it.to() == null)
        .findFirst()
        .orElseThrow();
  }

  private static String target(Tape tape, String device) {
    return tape.play.members().stream()
        .filter(it -> it.id().equals(device))
        .findFirst()
        .orElseThrow()
        .target();
  }

  private static String listening(Tape tape, String device) {
    var health =
        tape.sent.stream()
            .filter(it -> it.device().equals(device))
            .flatMap(it -> it.messages().stream())
            .filter(Health.class::isInstance)
            .map(Health.class::cast)
            .toList()
            .getLast();
    return String.valueOf(Objects.requireNonNull(health.listener()).state());
  }

  private static boolean isNaive(Member member) {
    return member.os().matches("deviceos 0\\.6\\.[01]");
  }
}
