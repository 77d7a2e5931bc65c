package io.cyanwatch.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.detection.PresenceChanged;
import io.cyanwatch.fleet.DeviceRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

@DashboardTest
class StreamTests {
  @LocalServerPort int port;
  @Autowired ApplicationEventPublisher events;
  @Autowired TransactionTemplate transaction;

  private final List<InputStream> open = new ArrayList<>();

  @AfterEach
  void hangUp() throws IOException {
    for (var stream : open) {
      stream.close();
    }
  }

  @Test
  void aChangeIsToldOnceItIsCommitted() throws Exception {
    var lines = listen();

    transaction.executeWithoutResult(
        status -> {
          events.publishEvent(change("stream-undone"));
          status.setRollbackOnly();
        });
    transaction.executeWithoutResult(_ -> events.publishEvent(change("stream-1")));

    await().until(() -> lines.stream().anyMatch(line -> line.contains("stream-1")));
    assertThat(lines).contains("event:device");
    assertThat(String.join("\n", lines))
        .contains("\"state\":\"offline\"", "\"light\":\"offline\"")
        .doesNotContain("stream-undone");
  }

  @Test
  void whatIsPublishedOutsideATransactionIsToldToo() throws Exception {
    var lines = listen();

    events.publishEvent(change("stream-2"));

    await().until(() -> lines.stream().anyMatch(line -> line.contains("stream-2")));
  }

  @Test
  void onePageTooManyIsRefusedAndTheOthersStay() throws Exception {
    var first = listen();
    await().until(() -> allOthersAreServed());

    events.publishEvent(change("stream-3"));

    await().until(() -> first.stream().anyMatch(line -> line.contains("stream-3")));
  }

  @Test
  void strangersHearNothing() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/stream")).build();

    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  /// Opens pages until one is refused.
  private boolean allOthersAreServed() throws Exception {
    var answer = connect();
    open.add(answer.body());
    return answer.statusCode() == 503;
  }

  private static PresenceChanged change(String id) {
    return new PresenceChanged(
        new DeviceRef(1, id, "hall"), "offline", null, "unknown", Instant.EPOCH);
  }

  private List<String> listen() throws Exception {
    var lines = new CopyOnWriteArrayList<String>();
    var answer = connect();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    open.add(answer.body());
    Thread.ofVirtual().start(() -> read(answer.body(), lines));
    await().until(() -> lines.stream().anyMatch(line -> line.startsWith("retry:")));
    return lines;
  }

  private static void read(InputStream body, List<String> lines) {
    try (var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      reader.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException _) {
      // The test hung up.
    }
  }

  private HttpResponse<InputStream> connect() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/stream"))
            .header("Authorization", "Bearer " + CyanwatchTest.TOKEN)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
  }
}
