package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cyanwatch.protocol.ResetClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {
  @TempDir private Path directory;

  @Test
  void theFirstBootIsNumberOneAndNoFault() throws IOException {
    var start = State.open(directory.resolve("new/one")).begin();

    assertThat(start.counter()).isEqualTo(1);
    assertThat(start.reset()).isEqualTo(ResetClass.USER);
    assertThat(start.last()).isNull();
  }

  @Test
  void aCleanEndIsNoFault() throws IOException {
    var first = State.open(directory);
    first.begin();
    first.end();

    var start = State.open(directory).begin();

    assertThat(start.counter()).isEqualTo(2);
    assertThat(start.reset()).isEqualTo(ResetClass.USER);
  }

  @Test
  void anEndWithoutGoodbyeIsUnexpectedAndLeavesABreadcrumb() throws IOException {
    var first = State.open(directory);
    first.begin();
    first.touch("00000001-9f3c11d2", 90_000);

    var start = State.open(directory).begin();

    assertThat(start.reset()).isEqualTo(ResetClass.UNKNOWN);
    assertThat(start.early()).isZero();
    var last = Objects.requireNonNull(start.last());
    assertThat(last.boot()).isEqualTo("00000001-9f3c11d2");
    assertThat(last.up()).isEqualTo(90_000);
  }

  @Test
  void endsWithinTheFirstMinuteAreCounted() throws IOException {
    crashAfter(59_999);
    crashAfter(59_999);
    assertThat(State.open(directory).begin().early()).isEqualTo(2);
  }

  @Test
  void anEndAfterAMinuteIsNotEarly() throws IOException {
    crashAfter(59_999);
    crashAfter(60_000);
    assertThat(State.open(directory).begin().early()).isZero();
  }

  @Test
  void aRestartOfTheMachineIsNoFaultOfTheProcess() throws IOException {
    crashAfter(59_999);
    var file = directory.resolve("state");
    Files.writeString(
        file, Files.readString(file).replaceAll("(?m)^machine=.*$", "machine=another"));

    var start = State.open(directory).begin();

    assertThat(start.reset()).isEqualTo(ResetClass.POWER_ON);
    assertThat(start.counter()).isEqualTo(2);
  }

  @Test
  void aStateThatCannotBeReadIsRefusedAndNotStartedAnew() throws IOException {
    Files.writeString(directory.resolve("state"), "counter=many\n");

    assertThatThrownBy(() -> State.open(directory).begin())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a state file");
  }

  private void crashAfter(long up) throws IOException {
    var state = State.open(directory);
    state.begin();
    state.touch("00000001-9f3c11d2", up);
  }
}
