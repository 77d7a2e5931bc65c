package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cyanwatch.fleet.DeviceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/// Access points once more, from the histories of their devices.
class GroupReplayTests {
  private static final UplinkRule RULE =
      new UplinkRule(UplinkRule.UPLINK, 3, 0.5, Duration.ofMinutes(2), 0.8, 1);

  @Test
  void anAccessPointThatGoesAloneIsTold() {
    assertThat(dark(States.at(60), (_, _) -> false))
        .extracting(Foretold::subject, Foretold::told)
        .containsExactly(tuple("aa:bb:cc:00:00:01", true));
  }

  @Test
  void oneThatItsSiteExplainsIsNot() {
    assertThat(dark(States.at(60), (site, at) -> site.equals("hall") && at.equals(States.at(60))))
        .extracting(Foretold::told)
        .containsExactly(false);
  }

  /// Four behind one access point are heard at second 10 and are gone since then.
  private static List<Foretold> dark(Instant since, BiPredicate<String, Instant> explained) {
    var replay = new GroupReplay(UplinkRule.UPLINK, RULE, Duration.ofMinutes(10), explained);
    for (var n = 1; n <= 4; n++) {
      var device = new DeviceRef(n, "press-" + n, "hall");
      var lives = new States().boots(1, 0, "power_on", true).beats(1, 10);
      var here = lives.state();
      lives.folding().lose(since, "silence");
      replay.moved(States.at(10), device, DeviceState.NEW, here);
      replay.moved(since.plusSeconds(30), device, here, lives.state());
    }
    return replay.run(States.at(600));
  }
}
