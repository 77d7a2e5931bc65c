package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  @TempDir private Path directory;
  private final DeviceArguments device = new DeviceArguments();
  private final DoorArguments door = new DoorArguments();
  private final Map<String, String> environment = new HashMap<>();
  private List<String> good = List.of();

  @BeforeEach
  void writeThePassword() throws IOException {
    environment.put("CYANWATCH_AGENT_STATE", directory.resolve("state").toString());
    var file = Files.writeString(directory.resolve("password"), "secret\n");
    good =
        List.of(
            "--broker", "broker:1883",
            "--id", "box-1",
            "--password-file", file.toString(),
            "--port", "8080",
            "--root", directory.toString());
  }

  @Test
  void aCompleteCommandLineIsUnderstood() throws Exception {
    var options = parse(good);

    assertThat(options.account().broker()).isEqualTo("tcp://broker:1883");
    assertThat(options.account().password()).asString().isEqualTo("secret");
    assertThat(options.interval()).isEqualTo(30);
    assertThat(options.state()).isEqualTo(directory.resolve("state"));
    device.state = null;
    assertThat(device.stateDirectory().toString()).endsWith("/.cyanwatch-agent/box-1");
    assertThat(options.scratch()).isEqualTo(options.state());
    assertThat(options.powers()).isEqualTo(new Options.Powers("", false, ""));
    var open = Objects.requireNonNull(options.door());
    assertThat(open.address().getPort()).isEqualTo(8_080);
    assertThat(open.slots()).isEqualTo(16);
    assertThat(open.selfProbe()).isEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--broker", "--id", "--password-file", "--port", "--root"})
  void aMissingArgumentIsNamed(String name) {
    var without = new ArrayList<>(good);
    var at = without.indexOf(name);
    without.subList(at, at + 2).clear();

    assertThat(refusal(without)).startsWith(name + " is missing");
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
    "--self-probe, 3601",
    "--address, localhost",
    "--address, 1.2.3.4.5",
    "--networks, everywhere",
    "--interface, a/b",
    "--ca-file, /nowhere/at/all",
    "--state, /proc/at/all",
    "--scratch, /proc/at/all"
  })
  void aWrongArgumentIsNamed(String name, String value) {
    assertThat(refusal(with(name, value))).startsWith(name);
  }

  @ParameterizedTest
  @CsvSource({
    "--port, 1",
    "--port, 65535",
    "--interval, 5",
    "--interval, 3600",
    "--slots, 1",
    "--self-probe, 0"
  })
  void theEdgesAreAllowed(String name, String value) throws Exception {
    assertThat(parse(with(name, value))).isNotNull();
  }

  @Test
  void anArgumentGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
    var file = directory.resolve("agent.conf");
    Files.writeString(file, "slots=3\ninterval=60\nself-probe=7\nallow-restart=true\n");
    environment.put("CYANWATCH_AGENT_CONFIG", file.toString());
    environment.put("CYANWATCH_AGENT_INTERVAL", "50");
    environment.put("CYANWATCH_AGENT_SLOTS", "4");

    var options = parse(with("--slots", "5"));

    var open = Objects.requireNonNull(options.door());
    assertThat(open.slots()).isEqualTo(5);
    assertThat(options.interval()).isEqualTo(50);
    assertThat(open.selfProbe()).isEqualTo(7);
    assertThat(options.powers().restart()).isTrue();
  }

  @Test
  void aSwitchIsASwitchAlsoWhereTheFileSetsIt() throws Exception {
    environment.put("CYANWATCH_AGENT_ALLOW_RESTART", "true");
    var on = new ArrayList<>(good);
    on.add("--allow-restart");
    assertThat(parse(on).powers().restart()).isTrue();

    on.set(on.size() - 1, "--allow-restart=false");
    assertThat(parse(on).powers().restart()).isFalse();
  }

  @Test
  void aNameInTheFileThatIsNoOptionIsNamed() throws IOException {
    var file = Files.writeString(directory.resolve("agent.conf"), "colour=red\n");

    assertThat(Main.execute(new String[] {"run", "--config", file.toString()}, Map.of()))
        .isEqualTo(2);
    assertThat(refusal(with("--config", file.toString()))).contains("colour");
  }

  @Test
  void whatIsWrongEndsWithCodeTwo() {
    assertThat(Main.execute(new String[] {}, Map.of())).isEqualTo(2);
    assertThat(Main.execute(new String[] {"walk"}, Map.of())).isEqualTo(2);
    assertThat(Main.execute(new String[] {"run", "--colour", "red"}, Map.of())).isEqualTo(2);
    assertThat(Main.execute(new String[] {"run", "--port"}, Map.of())).isEqualTo(2);
    assertThat(Main.execute(new String[] {"run", "--port", "1", "--port", "2"}, Map.of()))
        .isEqualTo(2);
    assertThat(Main.execute(new String[] {"probe", "--once", "nowhere"}, Map.of())).isEqualTo(2);
    assertThat(Main.execute(new String[] {"probe", "--once", "a:1", "--path", "x"}, Map.of()))
        .isEqualTo(2);
    assertThat(Main.execute(new String[] {"probe", "--path", "/"}, Map.of())).isEqualTo(2);
  }

  @Test
  void helpTeachesAndEndsWell() {
    for (var command : List.of("run", "probe", "doctor")) {
      assertThat(Main.execute(new String[] {command, "--help"}, Map.of())).isZero();
    }
    assertThat(Main.execute(new String[] {"--help"}, Map.of())).isZero();
  }

  @Test
  void theDoctorFindsWhatIsWrongAndSaysWhatCuresIt() throws Exception {
    parse(with("--broker", "127.0.0.1:1", "--state", directory.resolve("state").toString()));
    var said = new StringWriter();

    var well = new Doctor(device, door).examine(new PrintWriter(said, true));

    assertThat(well).isFalse();
    assertThat(said.toString())
        .contains("✓ Java is ", "✓ Port 8080", "✗ 127.0.0.1:1 does not answer", "→ See that");
  }

  private List<String> with(String... more) {
    var line = new ArrayList<>(good);
    for (var i = 0; i < more.length; i += 2) {
      if (line.contains(more[i])) {
        line.set(line.indexOf(more[i]) + 1, more[i + 1]);
      } else {
        line.addAll(List.of(more[i], more[i + 1]));
      }
    }
    return line;
  }

  private Options parse(List<String> arguments) throws Exception {
    var spec = CommandLine.Model.CommandSpec.create();
    spec.addMixin("device", CommandLine.Model.CommandSpec.forAnnotatedObject(device));
    spec.addMixin("door", CommandLine.Model.CommandSpec.forAnnotatedObject(door));
    var line = new CommandLine(spec);
    var names = new HashSet<String>();
    spec.options().forEach(it -> names.add(it.longestName().substring(2)));
    line.setDefaultValueProvider(Settings.of(arguments.toArray(String[]::new), environment, names));
    line.parseArgs(arguments.toArray(String[]::new));
    return device.options(door.door(), 4);
  }

  private String refusal(List<String> arguments) {
    try {
      parse(arguments);
    } catch (Exception e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("accepted: " + arguments);
  }
}
