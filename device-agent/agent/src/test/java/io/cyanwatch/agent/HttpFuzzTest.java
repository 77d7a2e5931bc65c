package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.agent.Peer.Finish;
import io.cyanwatch.agent.Peer.Say;
import io.cyanwatch.agent.Peer.Step;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class HttpFuzzTest {
  private static final Pattern ANSWER =
      Pattern.compile(
          "HTTP/1\\.1 (200|400|404|405|408|413|431|500) [A-Za-z ]+\r\n"
              + "(?:[A-Za-z-]+: [^\r\n]+\r\n)*"
              + "Content-Length: (\\d+)\r\n(?:[A-Za-z-]+: [^\r\n]+\r\n)*\r\n(.*)",
          Pattern.DOTALL);

  @Property(tries = 10_000)
  void whateverIsSaidGetsAWellFormedAnswerOrNone(
      @ForAll("utterances") byte[] said, @ForAll @IntRange(min = 1, max = 64) int piece) {
    var bench = new Bench(1);
    var peer = bench.add(speaker(said, piece, false));

    bench.runTo(Bench.TOTAL);

    assertThat(bench.net.open()).isZero();
    assertThat(peer.closed()).isTrue();
    assertThat(isAnswer(said, peer.received())).as(peer.received()).isTrue();
  }

  @Property(tries = 5_000)
  void aPeerThatHangsUpLeavesNoSlotBehind(
      @ForAll("utterances") byte[] said, @ForAll @IntRange(min = 1, max = 64) int piece) {
    var bench = new Bench(1);
    var peer = bench.add(speaker(said, piece, true));

    bench.runTo(Bench.TOTAL);

    assertThat(bench.net.open()).isZero();
    assertThat(peer.received().isEmpty() || isAnswer(said, peer.received())).isTrue();
  }

  @Provide
  Arbitrary<byte[]> utterances() {
    var shreds =
        Arbitraries.of(
            "GET",
            "HEAD",
            "POST",
            " ",
            "/",
            "/large",
            "*",
            "%2e",
            "%00",
            "%",
            "..",
            "?",
            "#",
            "http://a",
            "HTTP/1.1",
            "HTTP/1.0",
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            "\0",
            ":",
            "\t",
            "Host: x",
            "Content-Length: ",
            "65536",
            "65537",
            "99999999999999999999",
            "-1",
            "Transfer-Encoding: chunked",
            "If-Modified-Since: ",
            "Sun, 01 Mar 2026 12:00:00 GMT",
            "\u00ff",
            "\u0016\u0003\u0001",
            "x".repeat(4_000),
            "GET / HTTP/1.1\r\n");
    var text = shreds.list().ofMaxSize(14).map(it -> bytes(String.join("", it)));
    var noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
    return Arbitraries.oneOf(text, noise);
  }

  private static Peer speaker(byte[] said, int piece, boolean hangsUp) {
    var steps = new ArrayList<Step>();
    var size = Math.max(piece, said.length / 100);
    for (var from = 0; from < said.length; from += size) {
      var bytes = new ByteArrayOutputStream();
      bytes.write(said, from, Math.min(size, said.length - from));
      steps.add(new Step(steps.size(), new Say(bytes.toByteArray())));
    }
    if (hangsUp) {
      steps.add(new Step(steps.size(), new Finish()));
    }
    return new Peer(0, Long.MAX_VALUE, false, List.copyOf(steps));
  }

  private static boolean isAnswer(byte[] said, String answer) {
    var whole = ANSWER.matcher(answer);
    if (!whole.matches()) {
      return false;
    }
    var body = whole.group(3).length();
    var head = new String(said, StandardCharsets.ISO_8859_1).stripLeading().startsWith("HEAD ");
    return body == Integer.parseInt(whole.group(2)) || (head && body == 0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
