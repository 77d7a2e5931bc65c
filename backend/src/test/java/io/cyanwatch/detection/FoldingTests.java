package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static io.cyanwatch.detection.States.boot;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FoldingTests {
  private final States device = new States();

  @Test
  void aDeviceThatWasNeverHeardIsUnknown() {
    assertThat(device.state().presence()).isEqualTo("unknown");
  }

  @Test
  void aHeartbeatThatSaysNothingNewChangesNothing() {
    var before = device.boots(1, 0, "power_on", true).beats(1, 30).state();

    assertThat(device.beats(1, 60).state()).isEqualTo(before);
  }

  @Test
  void aWillWaitsForItsGrace() {
    device.beats(1, 0).isSevered(1, 10, 1);

    assertThat(device.state().online()).isTrue();
    assertThat(device.state().severed()).isNotNull();
  }

  @Test
  void anythingNewerCancelsAWill() {
    device.beats(1, 0).isSevered(1, 10, 1).beats(1, 12);

    assertThat(device.state().severed()).isNull();
  }

  @Test
  void aWillOfAnOlderBootIsIgnored() {
    device.beats(2, 0).isSevered(1, 10, 9);

    assertThat(device.state().severed()).isNull();
  }

  @Test
  void aRecordOfAnOlderBootDoesNotTurnTheClockBack() {
    device.beats(2, 0).beats(1, 10, "down", 9, 9, 9);

    assertThat(device.state().boot()).isEqualTo(boot(2));
    assertThat(device.state().listener().reported()).isEqualTo("listening");
  }

  @Test
  void aLateBirthStillCountsAsABoot() {
    device.boots(3, 100, "panic", false).boots(2, 50, "panic", false);

    assertThat(device.state().boots())
        .extracting(DeviceState.BootMark::at)
        .containsExactly(at(50), at(100));
  }

  @Test
  void theSameBirthTwiceIsOneBoot() {
    device.boots(1, 0, "panic", false).boots(1, 60, "panic", false);

    assertThat(device.state().boots()).hasSize(1);
  }

  @Test
  void aBootThatNeverHadTheCloudHasNotLostIt() {
    device.boots(1, 0, "power_on", true).losesCloud(1, 5);

    assertThat(device.state().network().cloudLost()).isNull();
  }

  @Test
  void theCloudIsLostFromTheFirstHeartbeatThatSaysSo() {
    device.beats(1, 0).losesCloud(1, 30).losesCloud(1, 60);

    assertThat(device.state().network().cloudLost())
        .extracting(DeviceState.Trace::at)
        .isEqualTo(at(30));
  }
}
