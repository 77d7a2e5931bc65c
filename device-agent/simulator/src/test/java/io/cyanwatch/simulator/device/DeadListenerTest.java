package io.cyanwatch.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.ListenerState;
import org.junit.jupiter.api.Test;

class DeadListenerTest {
  private final Stand.Latch door = new Stand.Latch();

  @Test
  void aWifiDropOnOldFirmwareLeavesADeadListenerThatClaimsToListen() {
    var stand = new Stand(Stand.OLD, door).settled();

    stand.device.dropWifi(6_000, stand.now);
    stand.run(60_000);

    assertThat(door.open).isFalse();
    assertThat(stand.listener().state()).isEqualTo(ListenerState.LISTENING);
    assertThat(stand.listener().gen()).isEqualTo(1);
    assertThat(stand.listener().idle()).isGreaterThan(50);
    assertThat(stand.wifi().ups()).isEqualTo(2);
    assertThat(stand.wifi().downMs()).isBetween(6_000L, 7_500L);
    assertThat(stand.all(Birth.class))
        .extracting(it -> it.envelope().conn())
        .containsExactly(1L, 2L);
    assertThat(stand.events())
        .containsSubsequence("wifi_down", "wifi_up")
        .doesNotContain("listener_down");
  }

  @Test
  void aWifiDropOnNewFirmwareStartsTheListenerAgain() {
    var stand = new Stand(Stand.NEW, door).settled();

    stand.device.dropWifi(6_000, stand.now);
    stand.run(20_000);

    assertThat(door.open).isTrue();
    assertThat(stand.listener().gen()).isEqualTo(2);
    assertThat(stand.events()).contains("listener_down");
  }

  @Test
  void onlyADeadListenerIsMended() {
    var stand = new Stand(Stand.OLD, door).settled();
    stand.device.mend(stand.now);
    stand.run(1_000);
    assertThat(stand.device.boot().web.gen()).isEqualTo(1);

    stand.device.dropWifi(6_000, stand.now);
    stand.run(20_000);
    stand.device.mend(stand.now);
    stand.run(1_000);

    assertThat(door.open).isTrue();
    assertThat(stand.device.boot().web.gen()).isEqualTo(2);
  }
}
