package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.boot;
import static io.cyanwatch.detection.States.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.detection.Breadcrumbs.Ending;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreadcrumbsTests {
  private final Map<String, Object> last =
      new HashMap<>(
          Map.of("wifi_ready", true, "cloud", false, "accepts", 118L, "since_rx", 63_000L));

  @Test
  void theThreadsOwnCrashIsRecognised() {
    assertThat(read("panic", "deviceos 0.6.0")).isEqualTo(Signature.F1);
  }

  @Test
  void itTakesFifteenSecondsToThreeMinutes() {
    last.put("since_rx", 14_999L);
    assertThat(read("panic", "deviceos 0.6.0")).isNotEqualTo(Signature.F1);
    last.put("since_rx", 15_000L);
    assertThat(read("panic", "deviceos 0.6.0")).isEqualTo(Signature.F1);
    last.put("since_rx", 180_000L);
    assertThat(read("panic", "deviceos 0.6.0")).isEqualTo(Signature.F1);
    last.put("since_rx", 180_001L);
    assertThat(read("panic", "deviceos 0.6.0")).isNotEqualTo(Signature.F1);
  }

  @Test
  void itIsGatedByTheVersionOfTheSystem() {
    assertThat(read("panic", "deviceos 0.8.0-rc.2")).isEqualTo(Signature.F1);
    assertThat(read("panic", "deviceos 0.8.0-rc.3")).isNotEqualTo(Signature.F1);
    assertThat(read("panic", "deviceos 1.5.2")).isNotEqualTo(Signature.F1);
    assertThat(read("panic", "esp-idf 0.6.0")).isNotEqualTo(Signature.F1);
  }

  @Test
  void aStackOrAHeapThatRanOutIsNoSocketThatWasFreed() {
    assertThat(panics(null)).isEqualTo(Signature.F1);
    assertThat(panics(1L)).isEqualTo(Signature.F1);
    assertThat(panics(8L)).isNull();
    assertThat(panics(13L)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"unknown,F1", "hw_watchdog,F1", "pin,F1", "task_watchdog,F15", "lockup,", "oom,"})
  void anEndThatNobodyCouldNoteMayBeThatCrashToo(String reset, @Nullable Signature signature) {
    last.put("mark", "accept");

    assertThat(read(reset, "deviceos 0.6.0")).isEqualTo(signature);
  }

  @Test
  void aWriteThatBlockedWhileTheCloudWasAwayIsABlockingWrite() {
    last.put("mark", "socket_write");

    assertThat(read("task_watchdog", "deviceos 0.7.0")).isEqualTo(Signature.F3B);
    assertThat(read("hw_watchdog", "deviceos 0.7.0")).isEqualTo(Signature.F1);
  }

  @Test
  void withoutAClientThereIsNoCrashOfThatKind() {
    last.put("accepts", 0L);

    assertThat(read("panic", "deviceos 0.6.0")).isNotEqualTo(Signature.F1);
  }

  @Test
  void aMemoryFaultRightAfterClosingAClientIsAFreedClient() {
    var crumb =
        Map.<String, Object>of(
            "clients", 2L, "up", 10_000L, "events", List.of(List.of("client_close", 8_000L)));
    assertThat(of("panic", "esp-idf 5.1.4", crumb)).isEqualTo(Signature.F5);

    var later =
        Map.<String, Object>of(
            "clients", 2L, "up", 10_001L, "events", List.of(List.of("client_close", 8_000L)));
    assertThat(of("panic", "esp-idf 5.1.4", later)).isNull();
  }

  @Test
  void aWatchdogThatBitInAWriteOnThoseSystemsIsABlockingWrite() {
    var crumb = Map.<String, Object>of("mark", "write");
    assertThat(of("task_watchdog", "deviceos 0.6.4", crumb)).isEqualTo(Signature.F15);
    assertThat(of("task_watchdog", "deviceos 0.7.0", crumb)).isEqualTo(Signature.F3B);
    assertThat(of("task_watchdog", "deviceos 0.8.0-rc.3", crumb)).isEqualTo(Signature.F15);
  }

  @Test
  void aWatchdogWithoutAMarkDoesNotTellWhatKeptTheLoop() {
    assertThat(of("task_watchdog", "esp-idf 5.1.4", Map.of())).isNull();
    assertThat(of("task_watchdog", "esp-idf 5.1.4", Map.of("mark", "GET /")))
        .isEqualTo(Signature.F15);
  }

  @Test
  void aBootThatSomebodyWantedHasNoFault() {
    var born = States.born(stamp(boot(1), 0, 0, 1), "update", true, 0, "deviceos 0.6.0", last);

    assertThat(Breadcrumbs.read(born)).isEmpty();
  }

  private @Nullable Signature panics(@Nullable Long data) {
    var born = States.born(stamp(boot(1), 0, 0, 1), "panic", false, 0, "deviceos 0.6.0", last);
    return Breadcrumbs.read(States.with(born, data)).map(Ending::signature).orElse(null);
  }

  private @Nullable Signature read(String reset, String os) {
    return of(reset, os, last);
  }

  private static @Nullable Signature of(String reset, String os, Map<String, Object> last) {
    var born = States.born(stamp(boot(1), 0, 0, 1), reset, false, 0, os, last);
    return Breadcrumbs.read(born).map(Ending::signature).orElse(null);
  }
}
