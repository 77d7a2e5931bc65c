package io.cyanwatch.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.detection.Judgement;
import io.cyanwatch.detection.Verdict;
import io.cyanwatch.detection.Verdict.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What of a fault that goes on is written into its history.
class NewsTests extends SettlingStage {
  private static final String LOOP = "Restarted %d times in %s; the first reason was %s.";

  @Test
  void aQuickLoopIsOneLineAndItsNewestTextIsShown() {
    for (var boots = 3; boots < 42; boots++) {
      finds("reboot_loop", boots / 40.0, LOOP.formatted(boots, boots / 40 + " s", "panic"));
    }

    assertThat(history("reboot_loop")).hasSize(1);
    assertThat(open("reboot_loop").summary()).startsWith("Restarted 41 times");
    assertThat(changes("reboot_loop").map(it -> it.incident().summary()))
        .hasSize(39)
        .last()
        .isEqualTo(open("reboot_loop").summary());
  }

  @Test
  void aFaultThatLastsIsToldOfEachTimeItIsTwiceAsOld() {
    finds("reboot_loop", 0, LOOP.formatted(3, "0 s", "panic"));
    for (var minute = 0.5; minute <= 64; minute += 0.5) {
      var within = minute < 2 ? (int) (minute * 60) + " s" : (int) minute + " min";
      finds("reboot_loop", minute * 60, LOOP.formatted((int) (minute * 6), within, "panic"));
    }

    assertThat(history("reboot_loop"))
        .extracting(it -> it.at().getEpochSecond() - START.getEpochSecond())
        .containsExactly(0L, 60L, 120L, 240L, 480L, 960L, 1920L, 3840L);
  }

  @Test
  void otherWordsAreNewsAtOnce() {
    finds("reboot_loop", 0, LOOP.formatted(3, "0 s", "panic"));
    finds("reboot_loop", 1, LOOP.formatted(4, "1 s", "panic"));
    finds("reboot_loop", 2, LOOP.formatted(5, "2 s", "brownout"));

    assertThat(history("reboot_loop"))
        .extracting(History.Entry::note)
        .containsExactly(
            "Restarted 3 times in 0 s; the first reason was panic.",
            "Restarted 5 times in 2 s; the first reason was brownout.");
  }

  @Test
  void soIsAnotherSignature() {
    signed("F10", 0);
    signed("F10", 1);
    signed("F1", 2);

    assertThat(history("reboot_loop")).hasSize(2);
    assertThat(json.readTree(evidence()).at("/signature/id").asString()).isEqualTo("F1");
  }

  private void signed(String signature, double at) {
    at(at);
    var evidence = Map.<String, Object>of("signature", Map.of("id", signature));
    var fault = new Verdict.Fault(Severity.CRITICAL, START, "It loops.", evidence);
    settling.on(new Judgement(clock.instant(), List.of(opinion("reboot_loop", fault))));
  }

  private String evidence() {
    return incidents.openOf("reboot_loop", "device", device).orElseThrow().evidence();
  }
}
