package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static io.cyanwatch.detection.States.boot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CrumbTests {
  private final RebootLoopRule rule =
      new RebootLoopRule(
          3, Duration.ofMinutes(10), 5, Duration.ofHours(1), 3, Duration.ofMinutes(30));
  private final States device = new States();

  @Test
  void aLoopShowsWhatItsNewestBreadcrumbShows() {
    bites(1, 0, Map.of("phase", "network_dhcp"));
    bites(2, 60, Map.of("phase", "cloud_handshake"));
    bites(3, 120, Map.of("phase", "cloud_connecting", "up", 55_000, "since_rx", 2_000L));

    assertThat(fault().evidence().get("facts"))
        .asInstanceOf(MAP)
        .containsEntry(
            "last", Map.of("phase", "cloud_connecting", "up_ms", 55_000L, "since_rx_ms", 2_000L));
    assertThat(fault().summary())
        .isEqualTo(
            "Restarted 3 times in 2 min; the first reason was hw watchdog."
                + " Before a reset it was in phase 'cloud_connecting'.");
    assertThat(DeviceRulesTests.signature(fault())).isEqualTo("F10");
  }

  @Test
  void aLoopWithoutBreadcrumbsInventsNone() {
    bites(1, 0, Map.of());
    bites(2, 60, Map.of());
    bites(3, 120, Map.of());

    assertThat(fault().evidence().get("facts")).asInstanceOf(MAP).doesNotContainKey("last");
    assertThat(fault().summary()).endsWith("hw watchdog.");
  }

  @Test
  void theMarkTellsMostThenALittleHeapThenThePhaseThenSilence() {
    assertThat(telling("dhcp", "accept", 8_000L, 99_000L)).isEqualTo("it was at 'accept'");
    assertThat(telling("dhcp", null, 8_191L, 99_000L))
        .isEqualTo("only 8191 bytes of its heap were left");
    assertThat(telling("dhcp", null, 8_192L, 99_000L)).isEqualTo("it was in phase 'dhcp'");
    assertThat(telling("cloud_connected", null, null, 15_000L))
        .isEqualTo("nothing had come in for 15 s");
    assertThat(telling("cloud_connected", null, null, 14_999L)).isNull();
  }

  @Test
  void oneBreadcrumbIsKeptInWhateverOrderBootsCome() {
    bites(1, 0, Map.of("mark", "one"));
    bites(3, 120, Map.of("mark", "three"));
    device.folding().late(born(2, 60, "hw_watchdog", false, Map.of("mark", "two")));

    assertThat(device.state().boots())
        .extracting(b -> b.crumb() == null)
        .containsExactly(true, true, false);
  }

  @Test
  void aBootThatSomebodyWantedLeavesNoneUnlessItWasAFinger() {
    device.takes(born(1, 0, "update", true, Map.of("mark", "flash")));
    assertThat(device.state().boots().getFirst().crumb()).isNull();

    device.takes(born(2, 60, "pin", true, Map.of("mark", "accept")));
    assertThat(device.state().boots().getLast().crumb()).isNotNull();
  }

  @Test
  void itIsStoredWithTheState() {
    bites(1, 0, Map.of("mark", "accept", "clients", 2, "heap_min", 31_200L, "listener", "down"));
    var json = StateJsonTests.json();

    assertThat(json.read(json.write(device.state()))).isEqualTo(device.state());
  }

  private static @Nullable String telling(
      String phase, @Nullable String mark, @Nullable Long heap, long sinceRx) {
    return new Crumb(phase, mark, null, sinceRx, null, null, null, heap).telling().orElse(null);
  }

  private void bites(int counter, long second, Map<String, Object> last) {
    device.takes(born(counter, second, "hw_watchdog", false, last));
  }

  private io.cyanwatch.timeline.Observation.Born born(
      int counter, long second, String reset, boolean expected, Map<String, Object> last) {
    var stamp = device.stamp(boot(counter), second, 1);
    return States.born(stamp, reset, expected, 0, "esp-idf 5.1.4", last);
  }

  private Verdict.Fault fault() {
    return (Verdict.Fault) rule.judge(device.state(), Surroundings.NONE, at(121));
  }
}
