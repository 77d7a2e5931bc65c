package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Probe;
import io.cyanwatch.protocol.Probe.Outcome;
import io.cyanwatch.protocol.Reply;
import io.cyanwatch.protocol.Reply.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The prober as a process of its own, asked over a real broker.
class ProbeAgentTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final InetAddress HOME = InetAddress.getLoopbackAddress();

  @TempDir private Path directory;
  private String boot = "";

  @Test
  void itTellsEachWayThatAServerCanBeAndWhatItDidNotDo() throws Exception {
    var port = Processes.freePort();
    var closed = Processes.freePort();
    try (var cloud = new Cloud(port, Files.createTempDirectory(directory, "broker"));
        var processes = new Processes(directory);
        var silent = new ServerSocket(0, 5, HOME);
        var open = new ServerSocket(0, 5, HOME);
        var full = new ServerSocket(0, 1, HOME)) {
      var crowd = crowd(full);
      answer(open);
      start(processes, port);
      await().atMost(LONG).until(() -> !cloud.heard(Birth.class).isEmpty());
      boot = cloud.heard(Birth.class).getFirst().envelope().boot();
      assertThat(cloud.heard(Birth.class).getFirst().caps())
          .contains("probe")
          .doesNotContain("restart_listener", "drop_clients");

      ask(cloud, "timeout", at(full));
      ask(cloud, "silent", at(silent));
      await().atMost(LONG).until(() -> has(cloud, "silent", Status.ACCEPTED));
      ask(cloud, "saturated", at(open));
      await().atMost(LONG).until(() -> has(cloud, "saturated", Status.FAILED));
      assertThat(last(cloud, "saturated").reason()).isEqualTo("not_executed");
      await().atMost(LONG).until(() -> has(cloud, "timeout", Status.DONE));
      await().atMost(LONG).until(() -> has(cloud, "silent", Status.DONE));

      ask(cloud, "open", at(open));
      await().atMost(LONG).until(() -> has(cloud, "open", Status.DONE));
      ask(cloud, "refused", "127.0.0.1:" + closed);
      await().atMost(LONG).until(() -> has(cloud, "refused", Status.DONE));
      ask(cloud, "error", "no-such.invalid:80");
      await().atMost(LONG).until(() -> has(cloud, "error", Status.DONE));
      ask(cloud, "denied", "192.0.2.1:80");
      await().atMost(LONG).until(() -> has(cloud, "denied", Status.FAILED));
      assertThat(last(cloud, "denied").reason()).isEqualTo("denied");

      assertThat(outcome(cloud, "timeout")).isEqualTo(Outcome.TIMEOUT);
      assertThat(outcome(cloud, "silent")).isEqualTo(Outcome.SILENT);
      assertThat(outcome(cloud, "open")).isEqualTo(Outcome.OPEN);
      assertThat(outcome(cloud, "refused")).isEqualTo(Outcome.REFUSED);
      assertThat(outcome(cloud, "error")).isEqualTo(Outcome.ERROR);
      assertThat(cloud.heard(Probe.class)).extracting(Probe::id).hasSize(5).doesNotHaveDuplicates();
      for (var it : crowd) {
        it.close();
      }
    }
  }

  private void start(Processes processes, int port) throws IOException {
    var password = Files.writeString(directory.resolve("password"), "secret");
    var _ =
        processes.start(
            "probe",
            "--broker",
            "127.0.0.1:" + port,
            "--id",
            "prober-1",
            "--password-file",
            password.toString(),
            "--state",
            directory.resolve("state").toString(),
            "--networks",
            "127.0.0.0/8",
            "--at-once",
            "2");
  }

  /// Fills the waiting room of a server that takes nobody in, so that the next one gets no answer.
  private static List<Socket> crowd(ServerSocket server) throws IOException {
    var crowd = new ArrayList<Socket>();
    for (var i = 0; i < 2; i++) {
      crowd.add(new Socket(HOME, server.getLocalPort()));
    }
    return crowd;
  }

  private static void answer(ServerSocket server) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try (var visitor = server.accept()) {
                  var text = "HTTP/1.1 204 No Content\r\n\r\n";
                  visitor.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  return;
                }
              }
            });
  }

  private void ask(Cloud cloud, String id, String target) throws Exception {
    var args = Map.<String, Object>of("target", target, "path", "/");
    cloud.command("prober-1", new Command(id, "probe", boot, 30, args));
  }

  private static String at(ServerSocket server) {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private static boolean has(Cloud cloud, String id, Status status) {
    return replies(cloud, id).stream().anyMatch(it -> it.status() == status);
  }

  private static Reply last(Cloud cloud, String id) {
    return replies(cloud, id).getLast();
  }

  private static List<Reply> replies(Cloud cloud, String id) {
    return cloud.heard(Reply.class).stream().filter(it -> it.id().equals(id)).toList();
  }

  private static Outcome outcome(Cloud cloud, String id) {
    return cloud.heard(Message.class).stream()
        .filter(Probe.class::isInstance)
        .map(Probe.class::cast)
        .filter(it -> id.equals(it.id()))
        .findFirst()
        .orElseThrow()
        .outcome();
  }
}
