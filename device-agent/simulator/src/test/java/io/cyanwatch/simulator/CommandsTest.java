package io.cyanwatch.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Wire;
import io.cyanwatch.simulator.play.Truth;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder = Path.of("");

  @Test
  void aScenarioWritesItsRecordAndItsTruth() throws IOException {
    var record = folder.resolve("record.jsonl");
    var truth = folder.resolve("truth.jsonl");

    var code =
        run(
            new ScenarioCommand(),
            "origin-thread",
            "--seed=7",
            "--record=" + record,
            "--truth=" + truth);

    assertThat(code).isZero();
    assertThat(Files.readAllLines(truth)).isNotEmpty().first().asString().contains("uplink_lost");
    var line = Files.readAllLines(record).getFirst().getBytes(StandardCharsets.UTF_8);
    assertThat(Wire.readMap(line)).containsOnlyKeys("at", "device", "topic", "payload");
    assertThat(err.toString()).contains("origin-thread, seed 7:");
  }

  @Test
  void theListHasASentenceForEachScenario() {
    assertThat(run(new ScenarioCommand(), "--list")).isZero();
    assertThat(out.toString().lines()).hasSize(31).allMatch(it -> it.endsWith("."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sunshine", "healthy --devices=-1", "healthy --broker=nowhere"})
  void aWrongScenarioIsAUsageError(String line) {
    assertThat(run(new ScenarioCommand(), line.split(" ", -1))).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--devices=0 --broker=h:1",
        "--devices=10001 --broker=h:1",
        "--devices=1 --broker=h",
        "--devices=1 --broker=h:1 --listeners=2",
        "--devices=1 --broker=h:1 --faults=1.1",
        "--devices=1 --broker=h:1 --api=http://127.0.0.1:1"
      })
  void aWrongFleetIsAUsageErrorThatNamesTheArgument(String line) {
    assertThat(run(new FleetCommand(), line.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).startsWith("--");
  }

  @Test
  void aFleetWithoutABrokerEndsInTime() throws IOException {
    var code =
        run(
            new FleetCommand(),
            "--devices=5",
            "--rate=100",
            "--broker=127.0.0.1:" + freePort(),
            "--seconds=1");

    assertThat(code).isZero();
    assertThat(out.toString()).contains("5 devices: 0 records sent, 0 acknowledged, 0 reconnects");
  }

  @Test
  void everyMemberOfACrowdHasItsOwnIdAndAddress() {
    var all = IntStream.rangeClosed(1, Crowd.MOST).mapToObj(it -> Crowd.profile(it, 30, 80));
    var addresses = all.map(it -> it.ip() + it.mac() + it.id()).collect(Collectors.toSet());

    assertThat(addresses).hasSize(Crowd.MOST);
    assertThat(Crowd.id(1)).isEqualTo("sim-000001");
    assertThat(Crowd.profile(Crowd.MOST, 30, 80).listener().getAddress().isLoopbackAddress())
        .isTrue();
  }

  @Test
  void theTruthOfALiveRunIsInRealTime() {
    var virtual = Instant.parse("2026-03-02T10:00:00Z");
    var real = Instant.parse("2026-03-02T10:00:05Z");
    var from = virtual.plusSeconds(100);
    var truth = new Truth("x", 1, "d", "device", "offline", from, null, "power");

    var told = new LivePlay.Pace(virtual, real, 10).real(truth);

    assertThat(told.from()).isEqualTo(real.plusSeconds(10));
    assertThat(told.to()).isNull();
  }

  private int run(Object command, String... args) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
