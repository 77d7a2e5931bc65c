package io.cyanwatch.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Wire;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LoadCommandTest {
  @TempDir private Path folder;

  private final List<String> keys = Collections.synchronizedList(new ArrayList<>());

  @Test
  void everythingArrivesOnceAndTheProofIsClean() throws Exception {
    try (var sink = sink(0, this::keep)) {
      var code = load(sink, "--messages=2000", "--devices=50", "--history=" + history());
      assertThat(code).isZero();
    }

    assertThat(keys).hasSize(2_000).doesNotHaveDuplicates();
    assertThat(verify(keys)).isZero();
  }

  @Test
  void oneLostOrDoubledOrInventedRecordIsFound() throws Exception {
    try (var sink = sink(0, this::keep)) {
      load(sink, "--messages=200", "--devices=5", "--history=" + history());
    }

    assertThat(verify(keys.subList(1, 200))).isEqualTo(1);
    var doubled = new ArrayList<>(keys);
    doubled.add(keys.getFirst());
    assertThat(verify(doubled)).isEqualTo(1);
    var invented = new ArrayList<>(keys);
    invented.add(keys.getFirst().replaceAll("[0-9]+$", "4000"));
    assertThat(verify(invented)).isEqualTo(1);
    assertThat(verify(List.of("nonsense"))).isEqualTo(2);
  }

  @Test
  void aServerThatComesBackGetsTheUnacknowledgedAgain() throws Exception {
    var port = 0;
    var count = new AtomicLong();
    CompletableFuture<Integer> run;
    try (var first = sink(0, (b, f, p, t) -> count.incrementAndGet() < 500 && keep(b, f, p, t))) {
      port = first.address().getPort();
      var broker = broker(port);
      run =
          CompletableFuture.supplyAsync(
              () -> execute(broker, "--messages=3000", "--devices=20", "--history=" + history()));
      await().until(() -> count.get() >= 500);
    }
    var second = reopened(port);
    try (second) {
      assertThat(run.get(30, TimeUnit.SECONDS)).isZero();
    }

    assertThat(keys.stream().distinct()).hasSize(3_000);
    assertThat(verify(keys.stream().distinct().toList())).isZero();
  }

  @Test
  void withoutRepeatsTheUnacknowledgedAreGivenUp() throws Exception {
    var port = 0;
    var count = new AtomicLong();
    CompletableFuture<Integer> run;
    try (var first = sink(0, (_, _, _, _) -> count.incrementAndGet() < 100)) {
      port = first.address().getPort();
      var broker = broker(port);
      run =
          CompletableFuture.supplyAsync(
              () ->
                  execute(
                      broker,
                      "--messages=2000",
                      "--no-resend",
                      "--summary=" + folder.resolve("json")));
      await().until(() -> count.get() >= 100);
    }
    try (var _ = reopened(port)) {
      assertThat(run.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }

    assertThat(Files.readString(folder.resolve("json"))).containsPattern("\"gave_up\":[1-9]");
  }

  @Test
  void eachDeviceMayHaveItsOwnConnectionAndName() throws Exception {
    var passwords = folder.resolve("passwords");
    Files.writeString(passwords, "# devices\noven=secret\nstove=secret=2\n");
    try (var sink = sink(0, this::keep)) {
      assertThat(
              load(sink, "--per-device", "--passwords=" + passwords, "--messages=20", "--mqtt=5"))
          .isZero();
    }

    assertThat(keys).hasSize(20).allMatch(key -> key.matches("(oven|stove),.*"));
  }

  @Test
  void aRateIsKept() throws Exception {
    try (var sink = sink(0, this::keep)) {
      var code = load(sink, "--rate=500", "--seconds=1", "--summary=" + folder.resolve("json"));
      assertThat(code).isZero();
    }

    assertThat(keys.size()).isBetween(450, 550);
  }

  @Test
  void aRateBelowTheBarIsAFailure() throws Exception {
    try (var sink = sink(0, this::keep)) {
      assertThat(load(sink, "--messages=10", "--at-least=100000000")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--broker=nowhere, --broker must look like host:port",
    "--broker=127.0.0.1:99999, --broker must look like host:port",
    "--devices=0, --devices must be 1",
    "--connections=0, --connections must be 1",
    "--rate=-1, --rate must be 0",
    "--seconds=0, --seconds must be 1",
    "--messages=0, --messages must be 1",
    "--window=65536, --window must be 1",
    "--mqtt=4, --mqtt must be 3 or 5",
    "--prefix=a/b, --prefix may hold",
    "--passwords=/nowhere, cannot be read",
    "--history=/, --history must not exist yet",
  })
  void aWrongArgumentIsNamed(String argument, String sentence) {
    var words = new StringWriter();
    var line = new CommandLine(new LoadCommand()).setErr(new PrintWriter(words));

    assertThat(line.execute(argument)).isEqualTo(2);
    assertThat(words.toString()).contains(sentence);
  }

  private boolean keep(byte[] block, int from, int payload, int to) {
    var topicEnd = from + 2 + Packets.word(block, from);
    var topic = new String(block, from + 2, topicEnd - from - 2, StandardCharsets.US_ASCII);
    var up = Topics.parse(topic).orElseThrow();
    var decoded = Wire.decode(up.channel(), Arrays.copyOfRange(block, payload, to));
    assertThat(decoded.refusals()).isEmpty();
    var record = (Message.Recorded) decoded.messages().getFirst();
    keys.add(up.device() + "," + record.envelope().boot() + "," + record.envelope().seq());
    return true;
  }

  private Path history() {
    return folder.resolve("history");
  }

  private int verify(List<String> stored) throws IOException {
    var records = Files.write(folder.resolve("records.csv"), stored);
    return new CommandLine(new LoadCommand())
        .setErr(new PrintWriter(new StringWriter()))
        .execute("verify", "--history=" + history(), "--records=" + records);
  }

  private static int load(Sink sink, String... arguments) throws IOException {
    return execute(broker(sink.address().getPort()), arguments);
  }

  private static int execute(String broker, String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.add(broker);
    return new CommandLine(new LoadCommand()).execute(all.toArray(String[]::new));
  }

  private static String broker(int port) {
    return "--broker=127.0.0.1:" + port;
  }

  private static Sink sink(int port, Sink.Ear ear) throws IOException {
    var sink = new Sink(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ear);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                sink.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return sink;
  }

  /// The old one lets go of the port a moment after it was closed.
  private Sink reopened(int port) {
    await().until(() -> isFree(port));
    try {
      return sink(port, this::keep);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
