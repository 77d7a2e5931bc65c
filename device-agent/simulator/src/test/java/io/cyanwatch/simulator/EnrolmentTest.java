package io.cyanwatch.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer backend = started();
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void answer() {
    backend.createContext(
        "/api/v1/devices:import",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(body);
          var allowed =
              "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          var rows =
              body.lines()
                  .map(it -> it.replaceFirst(".*\"id\":\"([^\"]*)\".*", "$1"))
                  .map(
                      it ->
                          "{\"row\":1,\"id\":\"%1$s\",\"outcome\":\"registered\",\"mqtt\":{\"username\":\"%1$s\",\"password\":\"p-%1$s\"}}"
                              .formatted(it))
                  .collect(Collectors.joining(","));
          var answer =
              ("{\"registered\":1,\"refused\":0,\"rows\":[" + rows + "]}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(allowed ? 200 : 403, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    backend.stop(0);
  }

  @Test
  void aSecondStartRegistersOnlyWhoIsNew() throws Exception {
    var state = folder.resolve("fleet.properties");
    assertThat(enrol("secret", state, 150))
        .hasSize(150)
        .containsEntry("sim-000007", "p-sim-000007");
    assertThat(asked).hasSize(2);

    assertThat(enrol("secret", state, 151)).hasSize(151);

    assertThat(asked).hasSize(3);
    assertThat(asked.getLast()).contains("sim-000151").doesNotContain("sim-000150");
    assertThat(Files.readAllLines(state)).hasSize(151);
  }

  @Test
  void aTokenWithoutTheRightIsNamedAsTheLikelyCause() {
    assertThatThrownBy(() -> enrol("wrong", folder.resolve("x"), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("403")
        .hasMessageContaining("scope admin");
  }

  @Test
  void aRefusalSaysWhoAndWhatToDo() {
    var report =
        "{\"rows\":[{\"row\":1,\"id\":\"sim-000001\",\"outcome\":\"refused\",\"detail\":\"It is taken.\"}]}";

    assertThatThrownBy(() -> Enrolment.passwords(report.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("sim-000001: It is taken.")
        .hasMessageContaining("--state");
  }

  private Map<String, String> enrol(String token, Path state, int devices)
      throws IOException, InterruptedException {
    var api = URI.create("http://127.0.0.1:" + backend.getAddress().getPort());
    try (var enrolment = new Enrolment(api, token, state)) {
      return enrolment.enrol(devices, 18_480);
    }
  }

  private static HttpServer started() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.start();
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
