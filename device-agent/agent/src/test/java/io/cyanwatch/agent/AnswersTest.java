package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.750Z");
  private static final Instant CHANGED = Instant.parse("2026-02-28T09:30:15.250Z");

  @TempDir private Path temporary;
  private Path root = Path.of("");

  @BeforeEach
  void write() throws IOException {
    root = Files.createDirectory(temporary.resolve("www"));
    var index = Files.writeString(root.resolve("index.html"), "<h1>Hello</h1>");
    Files.setLastModifiedTime(index, FileTime.from(CHANGED));
    Files.createDirectory(root.resolve("docs"));
    Files.createDirectory(root.resolve("empty"));
    Files.writeString(root.resolve("docs/index.html"), "docs");
    Files.writeString(root.resolve("docs/a b.txt"), "spaced");
    Files.writeString(root.resolve("plain"), "plain");
    Files.writeString(root.resolve(".secret"), "hidden");
    Files.writeString(temporary.resolve("outside.txt"), "outside");
    Files.createSymbolicLink(root.resolve("out.txt"), temporary.resolve("outside.txt"));
    Files.createSymbolicLink(root.resolve("peek.txt"), root.resolve(".secret"));
    Files.createSymbolicLink(root.resolve("alias.txt"), root.resolve("plain"));
    Files.createSymbolicLink(root.resolve("round"), root.resolve("round"));
  }

  @Test
  void aFileComesWithItsTypeLengthAndDates() throws IOException {
    assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
        .isEqualTo(
            """
            HTTP/1.1 200 OK
            Date: Sun, 01 Mar 2026 12:00:00 GMT
            Last-Modified: Sat, 28 Feb 2026 09:30:15 GMT
            Content-Type: text/html; charset=utf-8
            Content-Length: 14
            Connection: close

            <h1>Hello</h1>"""
                .replace("\n", "\r\n"));
  }

  @Test
  void aHeadRequestGetsTheSameHeadAndNothingElse() throws IOException {
    var whole = ask("GET / HTTP/1.1\r\n\r\n");

    assertThat(ask("HEAD / HTTP/1.1\r\n\r\n")).isEqualTo(whole.replace("<h1>Hello</h1>", ""));
    assertThat(ask("HEAD /none HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ")
        .contains("Content-Length: 14\r\n")
        .endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'Sat, 28 Feb 2026 09:30:14 GMT', 200",
    "'Sat, 28 Feb 2026 09:30:15 GMT', 304",
    "'Sun, 01 Mar 2026 12:00:00 GMT', 304",
    "'Saturday, 28-Feb-26 09:30:15 GMT', 200",
    "nonsense, 200"
  })
  void aFileIsSentAgainOnlyIfItChanged(String since, int status) throws IOException {
    var answer = ask("GET / HTTP/1.1\r\nIf-Modified-Since: " + since + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("Last-Modified: Sat, 28");
    assertThat(answer.endsWith("\r\n\r\n")).isEqualTo(status == 304);
  }

  @Test
  void aFileFromTheFutureWasChangedNow() throws IOException {
    Files.setLastModifiedTime(
        root.resolve("plain"), FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));

    assertThat(ask("GET /plain HTTP/1.1\r\n\r\n"))
        .contains("Last-Modified: Sun, 01 Mar 2026 12:00:00 GMT\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/docs, docs",
    "/docs/, docs",
    "/docs/a%20b.txt?x, spaced",
    "/plain, plain",
    "/alias.txt, plain",
    "http://device/plain, plain",
    "/status, fine",
    "/%73tatus?now, fine",
    "/.well-known/alive?a-1_Z, a-1_Z",
    "/.well-known/alive, ''"
  })
  void whatThereIsIsFound(String target, String body) throws IOException {
    assertThat(ask("GET " + target + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n" + (body == null ? "" : body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/none",
        "/empty",
        "/empty/",
        "/plain/",
        "/plain/x",
        "/.secret",
        "/peek.txt",
        "/out.txt",
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/docs/%2e%2e/plain",
        "//etc/passwd",
        "/%00",
        "/round",
        "/.well-known/other"
      })
  void whatIsHiddenOrOutsideDoesNotExist(String target) throws IOException {
    assertThat(ask("GET " + target + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void aNameThatIsTooLongForTheSystemDoesNotExist() throws IOException {
    assertThat(ask("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void otherMethodsAreToldWhatIsAllowed() throws IOException {
    assertThat(ask("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "x", "/.well-known/alive?<script>", "/.well-known/alive?%41"})
  void aTargetThatMeansNothingIsABadRequest(String target) throws IOException {
    assertThat(ask("GET " + target + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aPageIsMadeAnewEachTimeAndMayFail() throws IOException {
    assertThat(ask("GET /status HTTP/1.1\r\n\r\n")).contains("Cache-Control: no-store\r\n");
    assertThat(ask("GET /broken HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 500 ");
  }

  @Test
  void aFileThatShrinksEndsTooEarlyAndIsNotPadded() throws IOException {
    var file = root.resolve("plain");
    var found = new StaticFiles(root).open("/plain").orElseThrow();
    Files.writeString(file, "pl");
    var into = ByteBuffer.allocate(16);

    assertThat(found.content().fetch(0, into)).isEqualTo(2);
    assertThat(found.content().fetch(2, into)).isZero();
    assertThat(into.remaining()).isEqualTo(14);
    found.content().close();
  }

  @Test
  void aFileThatGrowsIsSentAtTheLengthThatWasPromised() throws IOException {
    var found = new StaticFiles(root).open("/plain").orElseThrow();
    Files.writeString(root.resolve("plain"), "plain and more");
    var into = ByteBuffer.allocate(16);

    assertThat(found.content().fetch(0, into)).isEqualTo(5);
    found.content().close();
  }

  private String ask(String request) throws IOException {
    var status = new Page("text/plain", "fine".getBytes(StandardCharsets.US_ASCII));
    var site =
        new Site(
            root,
            Map.of(
                "/status",
                () -> status,
                "/broken",
                () -> {
                  throw new IllegalStateException("on purpose");
                }));
    var response = new Answers(site, InstantSource.fixed(NOW)).answer(request);
    var body = ByteBuffer.allocate((int) response.body().length());
    var _ = response.body().fetch(0, body);
    response.body().close();
    return new String(response.head(), StandardCharsets.ISO_8859_1)
        + new String(body.array(), StandardCharsets.UTF_8);
  }
}
