package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static io.cyanwatch.detection.States.boot;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceRulesTests {
  private final States device = new States().boots(1, 0, "power_on", true);
  private final FlappingRule flapping =
      new FlappingRule(6, Duration.ofMinutes(30), Duration.ofMinutes(30));
  private final SocketRule sockets = new SocketRule(2, 2);
  private final CloudRule cloud = new CloudRule(Duration.ofMinutes(5));

  @Test
  void fourBreaksInHalfAnHourAreFlapping() {
    reconnects(3, 10);
    assertThat(judge(flapping, 100)).isInstanceOf(Verdict.Unsure.class);

    reconnects(1, 40);
    assertThat(judge(flapping, 100)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aBreakOnTheEdgeOfTheWindowDoesNotCount() {
    device.beats(1, 10, 2, new Beats()).beats(1, 100, 3, new Beats()).beats(1, 200, 4, new Beats());

    assertThat(judge(flapping, device(1810, 5), 1811)).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void aBreakJustInsideTheWindowDoes() {
    device.beats(1, 11, 2, new Beats()).beats(1, 100, 3, new Beats()).beats(1, 200, 4, new Beats());

    assertThat(judge(flapping, device(1810, 5), 1811)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void oneDropOfWifiIsOneBreakNotTwo() {
    device.beats(1, 10, 1, new Beats().ups(1)).beats(1, 40, 2, new Beats().ups(2));

    assertThat(device.state().unrest().breaks()).hasSize(1);
  }

  @Test
  void theFirstConnectionOfABootBreaksNothing() {
    for (var boot = 2; boot <= 6; boot++) {
      device.beats(boot, 100L * boot, 0, new Beats()).beats(boot, 100L * boot + 1, 1, new Beats());
    }

    assertThat(device.state().unrest().breaks()).isEmpty();
  }

  @Test
  void itIsStableAfterHalfAnHour() {
    reconnects(4, 10);

    assertThat(judge(flapping, 13 + 1799)).isInstanceOf(Verdict.Fault.class);
    assertThat(judge(flapping, 13 + 1800)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aFullTableThatServesNobodyTwiceIsExhausted() {
    device.beats(1, 30, full(5, 100)).beats(1, 60, full(7, 100));
    assertThat(judge(sockets, 60)).isInstanceOf(Verdict.Unsure.class);

    device.beats(1, 90, full(9, 100));
    var fault = (Verdict.Fault) judge(sockets, 90);
    assertThat(fault.since()).isEqualTo(at(30));
    assertThat(fault.evidence().get("facts"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("rejected", 4L);
  }

  @Test
  void aFullTableThatServesIsBusyNotExhausted() {
    device.beats(1, 30, full(5, 100)).beats(1, 60, full(7, 120)).beats(1, 90, full(9, 140));

    assertThat(judge(sockets, 90)).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void aFullTableAtWhichNobodyWaitsIsNoFault() {
    device.beats(1, 30, full(5, 100)).beats(1, 60, full(5, 100)).beats(1, 90, full(5, 100));

    assertThat(judge(sockets, 90)).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void roomAgainIsTheEnd() {
    device.beats(1, 30, full(5, 100)).beats(1, 60, full(7, 100)).beats(1, 90, full(9, 100));
    device.beats(1, 120, full(9, 101).open(4, 5));

    assertThat(judge(sockets, 120)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void whatGrewNamesTheCause() {
    device
        .beats(1, 30, full(0, 1))
        .beats(1, 60, full(0, 1).headerTimeouts(3))
        .beats(1, 90, full(0, 1).headerTimeouts(6));

    assertThat(signature(judge(sockets, 90))).isEqualTo("F4b");
  }

  @Test
  void sessionsThatLeaveSocketsBehindAreALeak() {
    for (var session = 1; session <= 5; session++) {
      device.beats(1, session * 60L, new Beats().ups(session).open(session, 10));
    }

    assertThat(signature(judge(sockets, 300))).isEqualTo("F12");
  }

  @Test
  void sessionsThatDoNotGrowAreNone() {
    for (var session = 1; session <= 5; session++) {
      device.beats(1, session * 60L, new Beats().ups(session).open(2 + session % 2, 10));
    }

    assertThat(judge(sockets, 300)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aCloudThatIsAwayForFiveMinutesIsAFaultAndNotBefore() {
    device.beats(1, 10).losesCloud(1, 40);

    assertThat(judge(cloud, 340)).isInstanceOf(Verdict.Unsure.class);
    assertThat(judge(cloud, 341)).isInstanceOf(Verdict.Fault.class);
    assertThat(signature(judge(cloud, 341))).isEqualTo("F7");
    assertThat(cloud.due(device.state(), at(41))).contains(at(340).plusMillis(1));
  }

  @Test
  void aDeviceThatIsStuckOnItsWayIsNamedSo() {
    device.beats(1, 10).beats(1, 40, new Beats().cloud(false).phase("cloud_handshake"));

    assertThat(signature(judge(cloud, 341))).isEqualTo("F16");
  }

  @Test
  void aCloudLostBeforeARebootIsLostStill() {
    device.beats(1, 10).losesCloud(1, 40).boots(2, 100, "panic", false).losesCloud(2, 110);

    assertThat(judge(cloud, 341)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void aClockThatIsOffByMoreThanADayIsImplausible() {
    device.takes(clocked(10, at(10).minus(Duration.ofHours(24))));
    assertThat(judge(new ClockRule(), 10)).isInstanceOf(Verdict.Clear.class);

    device.takes(clocked(40, Instant.EPOCH));
    assertThat(judge(new ClockRule(), 40)).isInstanceOf(Verdict.Fault.class);

    device.takes(clocked(70, at(70)));
    assertThat(judge(new ClockRule(), 70)).isInstanceOf(Verdict.Clear.class);
  }

  private io.cyanwatch.timeline.Observation clocked(long second, Instant clock) {
    var s = device.stamp(boot(1), second, 1);
    return new Beats()
        .at(
            new io.cyanwatch.timeline.Observation.Stamp(
                s.device(), s.boot(), s.seq(), s.conn(), s.up(), clock, s.at(), s.error(), s.at()));
  }

  private States device(long second, long conn) {
    return device.beats(1, second, conn, new Beats());
  }

  private static Verdict judge(FlappingRule rule, States device, long second) {
    return rule.judge(device.state(), Surroundings.NONE, at(second));
  }

  private void reconnects(int times, long second) {
    var conn = device.state().conn();
    for (var i = 0; i < times; i++) {
      device.beats(1, second + i, conn + 1 + i, new Beats());
    }
  }

  private static Beats full(long rejected, long requests) {
    return new Beats().open(5, 5).rejected(rejected).requests(requests);
  }

  private Verdict judge(Rule rule, long second) {
    return rule.judge(device.state(), Surroundings.NONE, at(second));
  }

  @Test
  void aCloudThatWasAwayWhileTheDeviceWasCutOffCountsFromItsReturn() {
    device.beats(1, 10).beats(1, 40, new Beats().cloud(false));
    device.folding().lose(at(60), "will");
    device.beats(1, 1000, 2, new Beats().cloud(false));

    assertThat(judge(cloud, 1300)).isInstanceOf(Verdict.Unsure.class);
    assertThat(judge(cloud, 1301)).isInstanceOf(Verdict.Fault.class);
  }

  static String signature(Verdict verdict) {
    return verdict instanceof Verdict.Fault fault
            && fault.evidence().get("signature") instanceof Map<?, ?> signature
        ? String.valueOf(signature.get("id"))
        : "none";
  }
}
