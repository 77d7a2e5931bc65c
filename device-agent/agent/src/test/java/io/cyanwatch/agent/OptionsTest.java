package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @TempDir private Path directory;
  private List<String> good = List.of();

  @BeforeEach
  void writeThePassword() throws IOException {
    var file = Files.writeString(directory.resolve("password"), "secret\n");
    good =
        List.of(
            "run",
            "--broker",
            "broker:1883",
            "--id",
            "box-1",
            "--password-file",
            file.toString(),
            "--port",
            "8080",
            "--root",
            directory.toString());
  }

  @Test
  void aCompleteCommandLineIsUnderstood() throws Exception {
    var options = Options.parse(good.toArray(String[]::new));

    assertThat(options.broker()).isEqualTo("tcp://broker:1883");
    assertThat(options.password()).asString().isEqualTo("secret");
    assertThat(options.listen().getPort()).isEqualTo(8_080);
    assertThat(options.interval()).isEqualTo(30);
    assertThat(options.slots()).isEqualTo(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--broker", "--id", "--password-file", "--port", "--root"})
  void aMissingArgumentIsNamed(String name) {
    var without = new ArrayList<>(good);
    var at = without.indexOf(name);
    without.subList(at, at + 2).clear();

    refuses(without, name + " is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "--broker, broker",
    "--broker, http://broker:1883",
    "--broker, broker:70000",
    "--id, a/b",
    "--password-file, /nowhere/at/all",
    "--port, 0",
    "--port, 65536",
    "--port, http",
    "--root, /nowhere/at/all",
    "--interval, 4",
    "--interval, 3601",
    "--slots, 0",
    "--address, localhost",
    "--address, 1.2.3.4.5"
  })
  void aWrongArgumentIsNamed(String name, String value) {
    var wrong = new ArrayList<>(good);
    if (wrong.contains(name)) {
      wrong.set(wrong.indexOf(name) + 1, value);
    } else {
      wrong.addAll(List.of(name, value));
    }

    refuses(wrong, name);
  }

  @ParameterizedTest
  @CsvSource({"--port, 1", "--port, 65535", "--interval, 5", "--interval, 3600", "--slots, 1"})
  void theEdgesAreAllowed(String name, String value) throws Exception {
    var edge = new ArrayList<>(good);
    if (edge.contains(name)) {
      edge.set(edge.indexOf(name) + 1, value);
    } else {
      edge.addAll(List.of(name, value));
    }

    assertThat(Options.parse(edge.toArray(String[]::new))).isNotNull();
  }

  @Test
  void whatIsUnknownOrTwiceOrWithoutValueIsNamed() {
    refuses(with("--colour", "red"), "Unknown argument --colour");
    refuses(with("--port", "1"), "--port is given twice");
    refuses(with("--slots"), "--slots needs a value");
    refuses(List.of("walk"), "run");
    refuses(List.of(), "run");
  }

  private List<String> with(String... more) {
    var line = new ArrayList<>(good);
    line.addAll(List.of(more));
    return line;
  }

  private static void refuses(List<String> line, String message) {
    assertThatThrownBy(() -> Options.parse(line.toArray(String[]::new)))
        .isInstanceOf(BadArgument.class)
        .hasMessageContaining(message);
  }
}
