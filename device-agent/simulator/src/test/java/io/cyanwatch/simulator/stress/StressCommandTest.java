package io.cyanwatch.simulator.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class StressCommandTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final String BUSY = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";

  @TempDir private Path folder;

  @Test
  void allWellIsExitCode0AndOneLineOfCsvForEachRequest() throws IOException {
    var csv = folder.resolve("requests.csv");

    assertThat(stress(OK, "--requests=50", "--clients=4", "--csv=" + csv)).isZero();

    assertThat(Files.readAllLines(csv))
        .hasSize(51)
        .first()
        .isEqualTo("started_ms,took_ms,group,verdict,status,bytes");
    assertThat(Files.readAllLines(csv).getLast()).matches("[0-9.]+,[0-9.]+,success,success,200,5");
  }

  @Test
  void failuresUpToTheMaximumAreForgiven() throws IOException {
    assertThat(stress(BUSY, "--requests=3", "--max-failures=3")).isZero();
    assertThat(stress(BUSY, "--requests=3", "--max-failures=2")).isEqualTo(1);
  }

  @Test
  void theReportForABuildServerNamesWhatFailed() throws IOException {
    var junit = folder.resolve("junit.xml");
    stress(BUSY, "--requests=3", "--junit=" + junit);

    assertThat(Files.readString(junit))
        .contains("tests=\"4\" failures=\"1\"")
        .contains("name=\"non-200 of 127.0.0.1:")
        .contains("<failure message=\"3 requests\"/>");
    stress(OK, "--requests=3", "--junit=" + junit);
    assertThat(Files.readString(junit)).contains("failures=\"0\"").doesNotContain("<failure");
  }

  @Test
  void aRateAndALengthBoundTheRequests() throws IOException {
    var csv = folder.resolve("requests.csv");

    assertThat(stress(OK, "--rate=40", "--seconds=1", "--clients=2", "--csv=" + csv)).isZero();

    assertThat(Files.readAllLines(csv)).hasSizeBetween(36, 41);
  }

  @ParameterizedTest
  @CsvSource({
    "https://127.0.0.1/, must look like http://",
    "http://no-such-host.invalid/, no address is known for no-such-host.invalid",
    "http://127.0.0.1:70000/, a port that does not exist",
  })
  void aWrongAddressIsExplained(String url, String sentence) {
    assertThat(usage(url)).contains(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "--clients=0, --clients must be 1",
    "--rate=-1, --rate must be 0",
    "--rate=NaN, --rate must be 0",
    "--seconds=0, --seconds must be 1",
    "--requests=0, --requests must be 1",
    "--timeout=0s, --timeout must be above 0",
    "--timeout=soon, a length of time looks like",
    "--max-failures=-1, --max-failures must be 0",
  })
  void aWrongArgumentIsNamed(String argument, String sentence) {
    assertThat(usage("http://127.0.0.1:9/", argument)).contains(sentence);
  }

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "10s, PT10S", "2m, PT2M", "1h, PT1H", "7, PT7S", "1.5s, PT1.5S"})
  void lengthsAreReadAsPeopleWriteThem(String text, Duration length) {
    assertThat(new Lengths().convert(text)).isEqualTo(length);
  }

  private static String usage(String... arguments) {
    var words = new StringWriter();
    var line = new CommandLine(new StressCommand()).setErr(new PrintWriter(words));
    assertThat(line.execute(arguments)).isEqualTo(2);
    return words.toString();
  }

  private static int stress(String answer, String... arguments) throws IOException {
    try (var play = new Play(List.of(answer), Play.Ending.CLOSE)) {
      var all = new ArrayList<>(List.of(arguments));
      all.add("http://127.0.0.1:%d/".formatted(play.address().getPort()));
      return new CommandLine(new StressCommand()).execute(all.toArray(String[]::new));
    }
  }
}
