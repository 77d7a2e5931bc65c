package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.agent.Head.Found;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadTest {
  private static final String WHOLE = "\r\nGET / HTTP/1.1\r\nHost: x\n\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\n\n",
        "GET / HTTP/1.1\r\n\n",
        "GET / HTTP/1.1\n\r\n",
        "a\tb\n\n",
        "\r\n\r\n",
        "\n\n"
      })
  void anEmptyLineEndsTheHead(String text) {
    assertThat(look(text)).isEqualTo(Found.WHOLE);
    assertThat(look(text.substring(0, text.length() - 1))).isEqualTo(Found.MORE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\0", "a\0", "a\rb", "\r\r\n", "a\u0007", "a\u007f", "\u0016\u0003\u0001"})
  void whatNoHeadContainsIsKnownAtOnce(String text) {
    assertThat(look(text)).isEqualTo(Found.BAD);
  }

  @Test
  void oneEmptyLineBeforeTheRequestIsSkippedAndNoSecond() {
    var head = new Head();

    assertThat(head.look(buffer("\r\nGET", 64))).isEqualTo(Found.MORE);
    assertThat(head.start()).isEqualTo(2);
    assertThat(look("\r\n\r\nGET / HTTP/1.1\r\n\r\n")).isEqualTo(Found.WHOLE);
  }

  @Test
  void theBufferMayBeFilledToItsLastByte() {
    assertThat(new Head().look(buffer("GET\n\n", 5))).isEqualTo(Found.WHOLE);
    assertThat(new Head().look(buffer("GET:\n", 5))).isEqualTo(Found.FULL);
    assertThat(new Head().look(buffer("GET:\n", 6))).isEqualTo(Found.MORE);
  }

  @Test
  void whatComesBehindTheHeadIsNotLookedAt() {
    var head = new Head();

    assertThat(head.look(buffer("GET\n\n\0\0", 64))).isEqualTo(Found.WHOLE);
    assertThat(head.end()).isEqualTo(5);
  }

  @Property
  void itDoesNotMatterWhereTheHeadIsCut(@ForAll @IntRange(max = 26) int cut) {
    var head = new Head();
    var buffer = ByteBuffer.allocate(64).put(bytes(WHOLE.substring(0, cut)));

    assertThat(head.look(buffer)).isEqualTo(Found.MORE);
    buffer.put(bytes(WHOLE.substring(cut)));
    assertThat(head.look(buffer)).isEqualTo(Found.WHOLE);
    assertThat(head.end()).isEqualTo(WHOLE.length());
  }

  private static Found look(String text) {
    return new Head().look(buffer(text, 64));
  }

  private static ByteBuffer buffer(String text, int size) {
    return ByteBuffer.allocate(size).put(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
