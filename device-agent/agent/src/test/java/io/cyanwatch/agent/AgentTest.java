package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Bye;
import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Event;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Probe;
import io.cyanwatch.protocol.Reply;
import io.cyanwatch.protocol.ResetClass;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent as a process of its own, with a real broker that comes and goes.
class AgentTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private Processes processes = new Processes(Path.of(""));
  private int brokerPort;
  private int webPort;

  @BeforeEach
  void prepare() throws IOException {
    processes = new Processes(directory);
    brokerPort = Processes.freePort();
    webPort = Processes.freePort();
    Files.writeString(directory.resolve("password"), "secret");
    Files.writeString(
        Files.createDirectory(directory.resolve("www")).resolve("index.html"), "<h1>Hi</h1>");
  }

  @AfterEach
  void end() {
    processes.close();
  }

  @Test
  void nothingIsLostWhenAgentsAreKilledWhileTheBrokerIsAway() throws Exception {
    Process agent;
    String first;
    try (var cloud = cloud()) {
      agent = start();
      await().atMost(LONG).until(() -> event(cloud, "listener_up"));
      first = cloud.heard(Birth.class).getFirst().envelope().boot();
      assertThat(cloud.heard(Birth.class).getFirst().reset().kind()).isEqualTo(ResetClass.USER);
    }
    await().atMost(LONG).until(() -> status().contains("\"up\":false"));
    agent.destroyForcibly().waitFor();
    agent = start();
    await().atMost(LONG).until(() -> status().contains("\"listening\""));
    agent.destroyForcibly().waitFor();

    try (var cloud = cloud()) {
      start();
      await().atMost(LONG).untilAsserted(() -> assertAllArrived(cloud, first));
      assertThat(events(cloud, first, "cloud_down")).isEqualTo(1);
      assertThat(cloud.heard(Birth.class).getFirst().reset().kind()).isEqualTo(ResetClass.UNKNOWN);
    }
  }

  @Test
  void itObeysAndAnswersARestartByTheNextBoot() throws Exception {
    try (var cloud = cloud()) {
      var agent = start("--allow-restart", "--networks", "127.0.0.0/8");
      await().atMost(LONG).until(() -> event(cloud, "listener_up"));
      var boot = cloud.heard(Birth.class).getFirst().envelope().boot();

      cloud.command("box-1", command("id-1", "restart_listener", boot, Map.of()));
      await().atMost(LONG).until(() -> done(cloud, "id-1"));
      var result = replies(cloud, "id-1").getLast().result();
      assertThat(result).isEqualTo(new Reply.Result(1L, 2L, 0L));

      var target = "127.0.0.1:" + webPort;
      var args = Map.<String, Object>of("target", target, "path", "/");
      cloud.command("box-1", command("id-2", "probe", boot, args));
      await().atMost(LONG).until(() -> done(cloud, "id-2"));
      var probe = cloud.heard(Probe.class).getFirst();
      assertThat(probe.outcome()).isEqualTo(Probe.Outcome.OPEN);
      assertThat(probe.http()).isEqualTo(200);

      cloud.command("box-1", command("id-3", "bounce_wifi", boot, Map.of()));
      await().atMost(LONG).until(() -> !replies(cloud, "id-3").isEmpty());
      assertThat(replies(cloud, "id-3").getLast().reason()).isEqualTo("denied");

      var often = Map.<String, Object>of("interval", 2);
      cloud.command("box-1", command("id-5", "set_interval", boot, often));
      await().atMost(LONG).until(() -> done(cloud, "id-5"));

      cloud.command("box-1", command("id-4", "restart_device", boot, Map.of()));
      assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(agent.exitValue()).isEqualTo(Loop.RESTART);
      await().atMost(LONG).until(() -> !cloud.heard(Bye.class).isEmpty());
      assertThat(cloud.heard(Bye.class).getFirst().reason()).isEqualTo("restart");

      start("--allow-restart");
      await().atMost(LONG).until(() -> cloud.heard(Birth.class).getLast().done() != null);
      var born = cloud.heard(Birth.class).getLast();
      assertThat(born.interval()).as("kept over the restart").isEqualTo(2);
      assertThat(born.done()).isEqualTo(new Birth.Done("id-4", "done"));
      assertThat(born.reset().kind()).isEqualTo(ResetClass.COMMAND);
    }
  }

  @Test
  void aStopIsTakenPolitelyAndToldFromAFault() throws Exception {
    try (var cloud = cloud()) {
      var agent = start();
      await().atMost(LONG).until(() -> event(cloud, "listener_up"));
      agent.destroy();
      assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
      await().atMost(LONG).until(() -> !cloud.heard(Bye.class).isEmpty());
      assertThat(cloud.heard(Bye.class).getFirst().reason()).isEqualTo("shutdown");
      assertThat(cloud.heard(Message.Recorded.class).getLast()).isInstanceOf(Bye.class);
      assertThat(Files.readString(processes.lastLog()))
          .contains("Ended after ", "1 times listening; all is reported");

      start();
      await().atMost(LONG).until(() -> cloud.heard(Birth.class).size() == 2);
      assertThat(cloud.heard(Birth.class).getLast().reset().kind()).isEqualTo(ResetClass.USER);
    }
  }

  private Cloud cloud() throws Exception {
    return new Cloud(brokerPort, Files.createTempDirectory(directory, "broker"));
  }

  private Process start(String... more) throws IOException {
    var words = new ArrayList<String>();
    words.addAll(List.of("run", "--broker", "127.0.0.1:" + brokerPort));
    words.addAll(List.of("--id", "box-1", "--port", String.valueOf(webPort)));
    words.addAll(List.of("--address", "127.0.0.1", "--interval", "5"));
    words.addAll(List.of("--password-file", directory.resolve("password").toString()));
    words.addAll(List.of("--root", directory.resolve("www").toString()));
    words.addAll(List.of("--state", directory.resolve("state").toString()));
    words.addAll(List.of(more));
    return processes.start(words);
  }

  private String status() {
    try (var http = HttpClient.newHttpClient()) {
      var page = URI.create("http://127.0.0.1:" + webPort + "/status.json");
      return http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Command command(String id, String op, String boot, Map<String, Object> args) {
    return new Command(id, op, boot, 30, args);
  }

  private static boolean done(Cloud cloud, String id) {
    return replies(cloud, id).stream().anyMatch(it -> it.status() == Reply.Status.DONE);
  }

  private static List<Reply> replies(Cloud cloud, String id) {
    return cloud.heard(Reply.class).stream().filter(it -> it.id().equals(id)).toList();
  }

  private static boolean event(Cloud cloud, String name) {
    return cloud.heard(Event.class).stream().anyMatch(it -> it.event().equals(name));
  }

  private static long events(Cloud cloud, String boot, String name) {
    return cloud.heard(Event.class).stream()
        .filter(it -> it.envelope().boot().equals(boot) && it.event().equals(name))
        .count();
  }

  /// The numbers heard of each boot, those declared lost included.
  private static Map<String, NavigableSet<Long>> numbers(Cloud cloud) {
    var numbers = new HashMap<String, NavigableSet<Long>>();
    for (var record : cloud.heard(Message.Recorded.class)) {
      var envelope = record.envelope();
      var set = numbers.computeIfAbsent(envelope.boot(), _ -> new TreeSet<>());
      set.add(envelope.seq());
      for (var range : envelope.lost()) {
        for (var seq = range.from(); seq <= range.to(); seq++) {
          set.add(seq);
        }
      }
    }
    return numbers;
  }

  /// Of the boots whose every record was made after the broker had gone.
  private static void assertAllArrived(Cloud cloud, String first) {
    var numbers = numbers(cloud);
    assertThat(numbers).hasSize(3).containsKey(first);
    numbers.forEach(
        (boot, heard) -> {
          if (!boot.equals(first)) {
            assertThat(events(cloud, boot, "wifi_up")).isEqualTo(1);
            assertThat(events(cloud, boot, "listener_up")).isEqualTo(1);
            assertThat(heard).startsWith(0L, 1L, 2L);
            assertThat(heard.last() + 1).isEqualTo(heard.size());
          }
        });
  }
}
