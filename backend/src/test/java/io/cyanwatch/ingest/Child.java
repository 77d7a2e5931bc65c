package io.cyanwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.Cyanwatch;
import io.cyanwatch.CyanwatchTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A backend in a process of its own, so that it can be killed and its heap is its alone. It is
/// spoken to as users do.
final class Child implements AutoCloseable {
  /// How fast a recovery must be is judged by `ops/bench/faults`; here other tests take their time.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = Rig.freePort();
  private final Path home;
  private final List<String> command = new ArrayList<>();
  private Process process;

  Child(String database, int broker, String heap) throws IOException {
    home = Files.createTempDirectory("cyanwatch-child");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    command.addAll(
        List.of(
            java,
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Cyanwatch.class.getName(),
            "--server.port=" + port,
            "--cyanwatch.home=" + home,
            "--cyanwatch.demo.enabled=false",
            "--cyanwatch.access.bootstrap-token=" + CyanwatchTest.TOKEN,
            "--cyanwatch.access.admin-password=" + CyanwatchTest.PASSWORD,
            "--cyanwatch.fleet.adopt-unknown=true",
            "--cyanwatch.mqtt.url=mqtt://127.0.0.1:" + broker,
            "--spring.datasource.url=" + database,
            "--spring.datasource.username=postgres",
            "--spring.datasource.hikari.maximum-pool-size=6"));
    process = start();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("out").toFile()))
        .start();
  }

  /// As by `kill -9`.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  void startAgain() throws IOException {
    process = start();
  }

  boolean lives() {
    return process.isAlive();
  }

  void isReady() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(get("/actuator/health/readiness")).contains("UP"));
  }

  /// Bytes of the heap that a collection leaves.
  long heap() throws IOException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var asked =
        new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    var answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var total = answer.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
    return Long.parseLong(total.split(" +", -1)[2]);
  }

  /// The sum of all meters whose line begins so.
  double meter(String line) {
    return get("/actuator/prometheus")
        .lines()
        .filter(it -> it.startsWith(line))
        .mapToDouble(it -> Double.parseDouble(it.substring(it.lastIndexOf(' ') + 1)))
        .sum();
  }

  /// The stored records of a device, a line of JSON each.
  Stream<String> records(String device) {
    return get("/api/v1/devices/" + device + "/records").lines();
  }

  private String get(String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + CyanwatchTest.TOKEN)
            .timeout(PATIENCE)
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String out() throws IOException {
    return Files.readString(home.resolve("out"));
  }

  @Override
  public void close() {
    kill();
    http.close();
  }
}
