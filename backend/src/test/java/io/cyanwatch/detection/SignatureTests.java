package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each pattern, and the nearest that is not it.
class SignatureTests {
  private final DeadListenerRule dead =
      new DeadListenerRule(Duration.ofSeconds(30), Duration.ofSeconds(5), 3);
  private final SuspectListenerRule suspect = new SuspectListenerRule();
  private final OfflineRule offline = new OfflineRule(Duration.ofSeconds(5));
  private final SocketRule sockets = new SocketRule(2, 2);
  private final CloudRule cloud = new CloudRule(Duration.ofMinutes(5));
  private final RebootLoopRule loop =
      new RebootLoopRule(
          3, Duration.ofMinutes(10), 5, Duration.ofHours(1), 3, Duration.ofMinutes(30));
  private final States device = new States().boots(1, 0, "power_on", true);

  @ParameterizedTest
  @CsvSource({"3,25,F2b", "3,-8,F2b", "3,98,F2b", "3,-1,F2", "0,-8,F2"})
  void aListenerThatCannotStartForWantOfAPlace(long fails, long error, String signature) {
    device.beats(1, 10, new Beats().listener("down").fails(fails, error));
    device.beats(1, 41, new Beats().listener("down").fails(fails, error));

    assertThat(signature(dead, 41)).isEqualTo(signature);
  }

  @Test
  void aListenerThatWasNotOpenedAgainIsToldFromAFullTable() {
    device.beats(1, 10, new Beats().open(5, 5)).isProbed(20, "refused").isProbed(25, "refused");
    assertThat(signature(dead, 25)).isEqualTo("F4");

    device.beats(1, 40, new Beats().open(5, 5).ups(2));
    assertThat(signature(dead, 40)).isEqualTo("F2");
  }

  @ParameterizedTest
  @CsvSource({"40,F14", "100,F14", "101,F2", "39,F2"})
  void deafWithinAMinuteAfterAChangeOfTheAccessPoint(long down, String signature) {
    device.beats(1, 10, new Beats().channel(1));
    if (down < 40) {
      device.beats(1, down, new Beats().channel(1).listener("down"));
    }
    var listener = down <= 40 ? "down" : "listening";
    device.beats(1, 40, new Beats().channel(11).bssid("aa:02").listener(listener));
    device.beats(1, Math.max(41, down), new Beats().channel(11).bssid("aa:02").listener("down"));
    device.beats(1, down + 40, new Beats().channel(11).bssid("aa:02").listener("down"));

    assertThat(signature(dead, down + 40)).isEqualTo(signature);
  }

  @ParameterizedTest
  @CsvSource({"40,F14", "100,F14", "101,F2"})
  void notOpenedAgainWithinAMinuteAfterAChangeOfTheChannel(long again, String signature) {
    device.beats(1, 10, new Beats().channel(1));
    if (again > 40) {
      device.beats(1, 40, new Beats().channel(11));
    }
    device.beats(1, again, new Beats().channel(11).ups(2));

    var fault = (Verdict.Fault) suspect.judge(device.state(), Surroundings.NONE, at(again));
    assertThat(DeviceRulesTests.signature(fault)).isEqualTo(signature);
    assertThat(String.valueOf(fault.evidence().get("records"))).contains(States.boot(1) + "/");
  }

  @ParameterizedTest
  @CsvSource({"true,0.0.0.0,F6", "true,10.0.0.9,none", "false,0.0.0.0,F8"})
  void associatedAndWithoutAnAddress(boolean ready, String ip, String signature) {
    device.beats(1, 10, new Beats().wifi(ready).ip(ip));
    device.folding().lose(at(60), "will");

    assertThat(signature(offline, 66)).isEqualTo(signature);
  }

  @ParameterizedTest
  @CsvSource({"40,F14", "100,F14", "101,F6"})
  void withoutAnAddressAfterAChangeOfTheChannel(long lost, String signature) {
    device.beats(1, 10, new Beats().channel(1));
    device.beats(1, 40, new Beats().channel(11).ip("0.0.0.0"));
    device.folding().lose(at(lost), "silence");

    assertThat(signature(offline, lost + 75)).isEqualTo(signature);
  }

  @Test
  void aChangeAloneIsNoDefect() {
    device.beats(1, 10, new Beats().channel(1)).beats(1, 40, new Beats().channel(11));
    device.folding().lose(at(60), "will");

    assertThat(signature(offline, 66)).isEqualTo("none");
  }

  @ParameterizedTest
  @CsvSource({"6000,0,0,F3", "5999,0,0,F4", "6000,1,0,F4", "0,2,2,F4", "0,1,2,F4b"})
  void whoHoldsThePlaces(long stalled, long idle, long header, String signature) {
    device.beats(1, 30, full());
    device.beats(1, 60, full().rejected(1));
    device.beats(
        1, 90, full().rejected(2).stalls(4, stalled).idleTimeouts(idle).headerTimeouts(header));

    assertThat(signature(sockets, 90)).isEqualTo(signature);
  }

  private static Beats full() {
    return new Beats().open(5, 5).requests(7);
  }

  @ParameterizedTest
  @CsvSource({"399,F7", "400,F7", "401,F16"})
  void stuckInOnePhaseForFiveMinutes(long second, String signature) {
    device.beats(1, 10).beats(1, 40, new Beats().cloud(false).phase("cloud_connecting"));
    device.beats(1, 100, new Beats().cloud(false).phase("cloud_handshake"));

    assertThat(signature(cloud, second)).isEqualTo(signature);
  }

  @ParameterizedTest
  @CsvSource({"oom,2,F10", "oom,3,F13", "brownout,0,F10", "hw_watchdog,0,F10"})
  void aLoopThatNothingElseExplains(String reset, int early, String signature) {
    device.boots(2, 10, reset, false, early).boots(3, 20, reset, false, early);
    device.boots(4, 30, reset, false, early);

    assertThat(signature(loop, 31)).isEqualTo(signature);
  }

  @ParameterizedTest
  @CsvSource({"network_dhcp,300001,F16", "network_dhcp,300000,F10", "cloud_connected,300001,F10"})
  void aBreadcrumbThatShowsItStuckOnItsWay(String phase, long since, String signature) {
    for (var boot = 2; boot <= 4; boot++) {
      var last = Map.<String, Object>of("phase", phase, "since_cloud_lost", since);
      var stamp = device.stamp(States.boot(boot), boot, 1);
      device.takes(States.born(stamp, "hw_watchdog", false, 0, "esp-idf 5.1.4", last));
    }

    assertThat(signature(loop, 31)).isEqualTo(signature);
  }

  private String signature(Rule rule, long second) {
    return DeviceRulesTests.signature(rule.judge(device.state(), Surroundings.NONE, at(second)));
  }
}
