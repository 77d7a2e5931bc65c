package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static io.cyanwatch.detection.States.boot;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.timeline.Observation.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What a finding rests on is said with it.
class RecordsTests {
  private final States device = new States().boots(1, 0, "power_on", true);

  @Test
  void aLossNamesTheRecordThatItsPhaseIsFromAndTheWill() {
    device.beats(1, 10).beats(1, 40);
    device.folding().lose(at(60), "will");

    var fault = judge(new OfflineRule(Duration.ofSeconds(5)), 65);
    assertThat(fault.evidence()).containsEntry("records", List.of(boot(1) + "/1"));
    assertThat(facts(fault)).containsEntry("will", "of connection 1, at " + at(60));
  }

  @Test
  void aSilenceHasNoWill() {
    device.beats(1, 10);
    device.folding().lose(at(10), "silence");

    assertThat(facts(judge(new OfflineRule(Duration.ofSeconds(5)), 85))).doesNotContainKey("will");
  }

  @Test
  void probesFromOutsideHaveTheirTimes() {
    device.beats(1, 10).isProbed(20, "refused").isProbed(25, "refused");

    var rule = new DeadListenerRule(Duration.ofSeconds(30), Duration.ofSeconds(5), 3);
    assertThat(facts(judge(rule, 25)))
        .containsEntry(
            "probes",
            List.of(
                Map.of("at", at(20).toString(), "outcome", "refused"),
                Map.of("at", at(25).toString(), "outcome", "refused")));
  }

  @Test
  void aClockThatIsOffSaysByHowMuch() {
    clocked(10, at(10).minusSeconds(86_401));
    assertThat(facts(judge(new ClockRule(), 10))).containsEntry("ahead_s", -86_401L);

    clocked(40, at(40).minusSeconds(200_000));
    assertThat(facts(judge(new ClockRule(), 40))).containsEntry("ahead_s", -86_401L);
  }

  private void clocked(long second, Instant clock) {
    var s = device.stamp(boot(1), second, 1);
    device.takes(
        new Beats()
            .at(
                new Stamp(
                    s.device(), s.boot(), s.seq(), 1, s.up(), clock, s.at(), s.error(), s.at())));
  }

  private static Map<Object, Object> facts(Verdict.Fault fault) {
    var facts = Objects.requireNonNull(fault.evidence().get("facts"));
    return Map.copyOf((Map<?, ?>) facts);
  }

  private Verdict.Fault judge(Rule rule, long second) {
    return (Verdict.Fault) rule.judge(device.state(), Surroundings.NONE, at(second));
  }
}
