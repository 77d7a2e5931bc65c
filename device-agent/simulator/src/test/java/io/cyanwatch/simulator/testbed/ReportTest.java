package io.cyanwatch.simulator.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Wire;
import io.cyanwatch.simulator.testbed.Step.Act;
import io.cyanwatch.simulator.testbed.Visit.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final long START = 1_000_000;

  private final Watch watch = new Watch(5_000);

  @Test
  void aCleanRunKeepsThePromise() {
    livesThroughARadioCut();
    record(0);

    var findings = findings(Map.of());

    assertThat(findings.shortcomings()).isEmpty();
    assertThat(Report.of(findings))
        .contains("60 s, seed 9: the uplink pulled 0 times, the radio 1 times")
        .containsPattern("answered again after a link-up +1 of 1 +0 of 1 +0 of 1")
        .containsPattern("first 200 after it, p50 +1.75 s +- +-")
        .containsPattern("failed while radio pulled \\(4 s\\) +1 +0 +0")
        .contains("1 from 1 boots")
        .endsWith("The hardened agent kept its promise.");
  }

  @Test
  void whoFallsSilentIsShownWithTheTimeOfItsLastAnswer() {
    livesThroughARadioCut();
    visit("first", 0, 100, Outcome.OK);
    assertThat(Report.of(findings(Map.of())))
        .containsPattern("silent for good since +- +0:00 +0:00");
  }

  @Test
  void aFailureWhileAllIsUpBreaksThePromise() {
    livesThroughARadioCut();
    record(0);
    visit("hardened", 50_000, 50_100, Outcome.REFUSED);
    assertThat(findings(Map.of()).shortcomings())
        .containsExactly("1 requests failed although all was up.");
  }

  @Test
  void aFailureOfTheOthersDoesNot() {
    livesThroughARadioCut();
    record(0);
    visit("first", 50_000, 50_100, Outcome.REFUSED);
    assertThat(findings(Map.of(Server.BOUND, 3)).shortcomings()).isEmpty();
  }

  @Test
  void aCrashOrALostRecordOrAListenerThatStaysAwayBreaksIt() {
    watch.begin(START);
    watch.done(Act.PULL_RADIO, START + 10_000);
    watch.done(Act.SAME_ADDRESS, START + 14_000);
    record(0);
    record(2);
    assertThat(findings(Map.of(Server.HARDENED, 2)).shortcomings())
        .containsExactly(
            "1 times the link came back and the listener did not.",
            "The process ended by itself 2 times.",
            "1 records neither reached the broker nor were declared lost.");
  }

  @Test
  void anAgentThatNeverReportedBreaksIt() {
    livesThroughARadioCut();
    assertThat(findings(Map.of()).shortcomings()).hasSize(1).first().asString().contains("broker");
  }

  @Test
  void whatCameBeforeTheStartDoesNotCount() {
    visit("hardened", -100, -50, Outcome.REFUSED);
    assertThat(watch.mute()).contains(Server.HARDENED);
    visit("hardened", -50, -20, Outcome.OK);
    assertThat(watch.mute()).containsExactly(Server.FIRST, Server.BOUND);
    watch.begin(START);
    assertThat(findings(Map.of()).score(Server.HARDENED).requests()).isZero();
  }

  @Test
  void theRecordsAreCompleteWhenOneMadeAfterTheEndIsThere() {
    record(0);
    assertThat(watch.complete(START)).isTrue();
    assertThat(watch.complete(START + 1)).isFalse();
    record(2);
    assertThat(watch.complete(START)).isFalse();
  }

  @Test
  void programsCanReadTheFindings() {
    livesThroughARadioCut();
    record(0);
    var json = Wire.readMap(Json.of(findings(Map.of())).getBytes(StandardCharsets.UTF_8));
    assertThat(json).containsEntry("seed", 9L).containsEntry("ms", 60_000L);
    assertThat(json.get("servers"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsOnlyKeys("hardened", "first", "bound");
  }

  private void livesThroughARadioCut() {
    watch.begin(START);
    watch.done(Act.PULL_RADIO, START + 10_000);
    visit("hardened", 11_000, 13_000, Outcome.TIMEOUT);
    watch.done(Act.RADIO_BACK, START + 13_500);
    watch.done(Act.SAME_ADDRESS, START + 14_000);
    visit("hardened", 15_500, 15_750, Outcome.OK);
    visit("hardened", 59_000, 59_100, Outcome.OK);
  }

  private void visit(String device, long start, long end, Outcome outcome) {
    watch.visited(new Visit(device, START + start, START + end, outcome));
  }

  private void record(long seq) {
    watch.published(
        "cw/1/testbed/up/event {\"boot\":\"a\",\"seq\":%d,\"up\":1,\"at\":%d,\"event\":\"log\"}"
            .formatted(seq, START));
  }

  private Findings findings(Map<Server, Integer> crashes) {
    var radio = new Fault(Fault.Kind.RADIO, 10_000, 3_500, 500, false);
    return watch.findings(9, List.of(radio), START + 60_000, crashes);
  }
}
