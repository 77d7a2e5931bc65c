package io.cyanwatch.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.ResetClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StateTest {
  private static final String BOOT = "00000001-9f3c11d2";

  @TempDir private Path directory;

  @Test
  void theFirstBootIsNumberOneAndNoFault() throws IOException {
    var start = next();

    assertThat(start.counter()).isEqualTo(1);
    assertThat(start.reset()).isEqualTo(ResetClass.USER);
    assertThat(start.last()).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"USER", "COMMAND", "TASK_WATCHDOG", "OOM", "PANIC"})
  void anEndThatWasWrittenDownIsTold(ResetClass why) throws IOException {
    live(90_000, why, null);

    assertThat(next().reset()).isEqualTo(why);
  }

  @Test
  void anEndWithoutAWordIsUnknownAndLeavesABreadcrumb() throws IOException {
    live(90_000, null, null);

    var start = next();

    assertThat(start.reset()).isEqualTo(ResetClass.UNKNOWN);
    assertThat(start.counter()).isEqualTo(2);
    assertThat(start.early()).isZero();
    var last = Objects.requireNonNull(start.last());
    assertThat(last.boot()).isEqualTo(BOOT);
    assertThat(last.up()).isEqualTo(90_000);
    assertThat(last.mark()).isEqualTo("listener_start");
  }

  @Test
  void aRestartByCommandIsAnsweredByTheNextBootAndNotByTheOneAfter() throws IOException {
    live(90_000, ResetClass.COMMAND, "0197f3c1-6d0a");

    assertThat(live(90_000, null, null).done()).isEqualTo(new Birth.Done("0197f3c1-6d0a", "done"));
    assertThat(next().done()).isNull();
  }

  @Test
  void aMachineThatWentDownIsNoFaultOfTheProcess() throws IOException {
    live(1_000, null, null);

    var start = next("another");

    assertThat(start.reset()).isEqualTo(ResetClass.POWER_ON);
    assertThat(start.early()).isZero();
  }

  @Test
  void whatWasWrittenDownIsTrueAlsoWhenTheMachineWentDownAfterwards() throws IOException {
    live(1_000, ResetClass.COMMAND, "0197f3c1-6d0a");

    assertThat(next("another").reset()).isEqualTo(ResetClass.COMMAND);
  }

  @Test
  void earlyEndsAreCountedAndTheFirstReasonIsKept() throws IOException {
    live(59_999, ResetClass.OOM, null);
    live(59_999, null, null);

    var start = next();

    assertThat(start.early()).isEqualTo(2);
    assertThat(start.first()).isEqualTo(ResetClass.OOM);
  }

  @Test
  void anEndAfterAMinuteIsNotEarlyAndEndsTheRun() throws IOException {
    live(59_999, ResetClass.OOM, null);
    live(60_000, null, null);

    var start = next();

    assertThat(start.early()).isZero();
    assertThat(start.first()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, false",
    "2, 0, false",
    "3, 30000, false",
    "4, 30000, false",
    "5, 600000, true"
  })
  void afterEarlyEndsTheServerStartsLateOrNotAtAllForAWhile(int ends, long at, boolean safe)
      throws IOException {
    for (var i = 0; i < ends; i++) {
      live(59_999, null, null);
    }
    try (var state = open("machine")) {
      var life = Life.begin(state, new Random(1));

      assertThat(life.serveAt()).isEqualTo(at);
      assertThat(life.safe(599_999)).isEqualTo(safe);
      assertThat(life.safe(600_000)).isFalse();
    }
  }

  @Test
  void twoAgentsDoNotShareAState() throws IOException {
    try (var _ = open("machine")) {
      assertThatThrownBy(() -> open("machine"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another agent");
    }
  }

  @Test
  void anIntervalFromAfarIsKeptUntilTheOwnerChangesHisMind() throws IOException {
    try (var state = open("machine")) {
      var _ = state.begin();
      assertThat(state.interval(30)).isEqualTo(30);
      state.interval(7, 30);
    }
    next();
    try (var state = open("machine")) {
      assertThat(state.begin().counter()).isEqualTo(3);
      assertThat(state.interval(30)).isEqualTo(7);
      assertThat(state.interval(60)).as("configured anew").isEqualTo(60);
    }
  }

  @Test
  void aStateThatCannotBeReadIsRefusedAndNotStartedAnew() throws IOException {
    Files.writeString(directory.resolve("state"), "counter=many\n");

    assertThatThrownBy(this::next)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a state file");
  }

  @Test
  void aBreadcrumbCutAtAnyByteLeavesTheOneBefore() throws IOException {
    var file = directory.resolve("crumb");
    try (var crumb = CrumbFile.open(file)) {
      crumb.write("first".getBytes(UTF_8), true);
      crumb.write("second".getBytes(UTF_8), true);
    }
    var whole = Files.readAllBytes(file);
    for (var at = 0; at < 22; at++) {
      var torn = whole.clone();
      torn[at] ^= 0x55;
      Files.write(file, torn);
      try (var crumb = CrumbFile.open(file)) {
        assertThat(crumb.read())
            .as("byte %d", at)
            .hasValueSatisfying(it -> assertThat(it).asString().isEqualTo("first"));
      }
    }
  }

  private State.Start next() throws IOException {
    return next("machine");
  }

  private State.Start next(String machine) throws IOException {
    try (var state = open(machine)) {
      return state.begin();
    }
  }

  private State.Start live(long up, @Nullable ResetClass end, @Nullable String id)
      throws IOException {
    try (var state = open("machine")) {
      var start = state.begin();
      state.crumb(BOOT, crumb(up), false);
      if (end != null) {
        state.ends(end, id);
      }
      return start;
    }
  }

  private State open(String machine) throws IOException {
    return State.open(directory, directory, machine);
  }

  private static Birth.Breadcrumb crumb(long up) {
    return new Birth.Breadcrumb(
        BOOT,
        up,
        null,
        "listener_start",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of());
  }
}
