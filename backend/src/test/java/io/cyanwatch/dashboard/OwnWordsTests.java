package io.cyanwatch.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnWordsTests {

  @Test
  void whatADeviceDoesNotTellIsLeftOut() {
    assertThat(OwnWords.of(Map.of())).isEmpty();
    assertThat(OwnWords.of(Map.of("clients", Map.of("open", 2))))
        .containsExactly(new OwnWords.Line("clients", "2 open", ""));
  }

  @Test
  void aPortIsANameAndACountAQuantity() {
    var listener =
        Map.of("state", "listening", "port", 18081, "gen", 4, "accepts", 3312, "idle", 12);

    assertThat(OwnWords.of(Map.of("listener", listener)))
        .containsExactly(
            new OwnWords.Line("listener", "listening", " on port 18081, start 4"),
            new OwnWords.Line(
                "accepted", "3,312 connections", ", the last 12 s before this heartbeat"));
  }

  @Test
  void memoryIsNoUseWithoutAPieceOfIt() {
    var memory = Map.of("free", 60_416, "block", 4_096, "min", 58_368);

    assertThat(OwnWords.of(Map.of("mem", memory)))
        .containsExactly(
            new OwnWords.Line(
                "memory", "59.0 KiB free", ", 4.0 KiB in one piece, never less than 57.0 KiB"));
  }

  @Test
  void nonsenseFromADeviceBreaksNoPage() {
    assertThat(OwnWords.of(Map.of("listener", "yes", "mem", Map.of("free", "lots")))).isEmpty();
  }
}
