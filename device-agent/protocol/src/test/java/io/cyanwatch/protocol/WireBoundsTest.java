package io.cyanwatch.protocol;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Decoded.Reason;
import io.cyanwatch.protocol.Topics.Channel;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireBoundsTest {
  private static final String ENVELOPE = "{\"boot\":\"b\",\"seq\":1,\"up\":2";

  @ParameterizedTest
  @CsvSource({
    "seq, 0, 4294967295",
    "conn, 0, 4294967295",
    "up, 0, 9007199254740992",
    "at, 0, 9007199254740992"
  })
  void aNumberOfTheEnvelopeIsTakenUpToItsEdge(String field, String least, String most) {
    var others = "{\"boot\":\"b\",\"seq\":1,\"up\":2".replaceAll(",\"" + field + "\":\\d", "");

    takes(Channel.HEALTH, others + ",\"" + field + "\":" + least + "}");
    takes(Channel.HEALTH, others + ",\"" + field + "\":" + most + "}");
    refuses(Channel.HEALTH, others + ",\"" + field + "\":-1}", field);
    refuses(Channel.HEALTH, others + ",\"" + field + "\":" + next(most) + "}", field);
  }

  @ParameterizedTest
  @CsvSource({
    "wifi, rssi, -150, 0",
    "wifi, rssi_min, -150, 0",
    "wifi, ch, 0, 255",
    "wifi, ups, 0, 9007199254740992",
    "wifi, reason, -2147483648, 2147483647",
    "cloud, rtt, 0, 2147483647",
    "listener, port, 0, 65535",
    "listener, gen, 0, 9007199254740992",
    "listener, err, -9007199254740992, 9007199254740992",
    "clients, open, 0, 2147483647",
    "mem, free, 0, 9007199254740992",
    "loop, hz, 0, 2147483647"
  })
  void aNumberOfAHeartbeatIsTakenUpToItsEdge(String part, String field, String least, String most) {
    var open = ENVELOPE + ",\"" + part + "\":{\"" + field + "\":";
    var path = part + "." + field;

    takes(Channel.HEALTH, open + least + "}}");
    takes(Channel.HEALTH, open + most + "}}");
    refuses(Channel.HEALTH, open + previous(least) + "}}", path);
    refuses(Channel.HEALTH, open + next(most) + "}}", path);
  }

  @ParameterizedTest
  @CsvSource({"interval, 1, 86400", "early, 0, 2147483647"})
  void aNumberOfABirthIsTakenUpToItsEdge(String field, String least, String most) {
    var open = ENVELOPE + ",\"" + field + "\":";

    takes(Channel.BIRTH, open + least + "}");
    takes(Channel.BIRTH, open + most + "}");
    refuses(Channel.BIRTH, open + previous(least) + "}", field);
    refuses(Channel.BIRTH, open + next(most) + "}", field);
  }

  @Test
  void anHttpStatusHasThreeDigits() {
    var open = ENVELOPE + ",\"target\":\"a:80\",\"outcome\":\"open\",\"http\":";

    takes(Channel.PROBE, open + "100}");
    takes(Channel.PROBE, open + "999}");
    refuses(Channel.PROBE, open + "99}", "http");
    refuses(Channel.PROBE, open + "1000}", "http");
  }

  @Test
  void aBootHasOneToFortyCharacters() {
    takes(Channel.WILL, "{\"boot\":\"" + "x".repeat(40) + "\"}");
    refuses(Channel.WILL, "{\"boot\":\"" + "x".repeat(41) + "\"}", "boot");
    refuses(Channel.WILL, "{\"boot\":\"\"}", "boot");
  }

  @Test
  void textHasUpTo256Characters() {
    takes(Channel.BYE, ENVELOPE + ",\"reason\":\"" + "x".repeat(256) + "\"}");
    refuses(Channel.BYE, ENVELOPE + ",\"reason\":\"" + "x".repeat(257) + "\"}", "reason");
  }

  @Test
  void anIdHasOneTo64Characters() {
    var close = "\",\"status\":\"done\"}";

    takes(Channel.REPLY, ENVELOPE + ",\"id\":\"" + "x".repeat(64) + close);
    refuses(Channel.REPLY, ENVELOPE + ",\"id\":\"" + "x".repeat(65) + close, "id");
    refuses(Channel.REPLY, ENVELOPE + ",\"id\":\"" + close, "id");
  }

  @Test
  void anEventsNameHasOneTo64Characters() {
    takes(Channel.EVENT, ENVELOPE + ",\"event\":\"" + "x".repeat(64) + "\"}");
    refuses(Channel.EVENT, ENVELOPE + ",\"event\":\"" + "x".repeat(65) + "\"}", "event");
    refuses(Channel.EVENT, ENVELOPE + ",\"event\":\"\"}", "event");
  }

  @Test
  void textInADetailHasUpTo1024Characters() {
    var open = ENVELOPE + ",\"event\":\"log\",\"detail\":{\"text\":\"";

    takes(Channel.EVENT, open + "x".repeat(1024) + "\"}}");
    refuses(Channel.EVENT, open + "x".repeat(1025) + "\"}}", "detail.text");
  }

  @Test
  void aNameInADetailHasUpTo64Characters() {
    var open = ENVELOPE + ",\"event\":\"log\",\"detail\":{\"";

    takes(Channel.EVENT, open + "x".repeat(64) + "\":1}}");
    refuses(Channel.EVENT, open + "x".repeat(65) + "\":1}}", "detail." + "x".repeat(40) + "…");
  }

  @Test
  void upTo256RangesAreLostAtOnce() {
    takes(Channel.HEALTH, ENVELOPE + ",\"lost\":" + list(256, i -> "[" + i + "," + i + "]") + "}");
    refuses(
        Channel.HEALTH,
        ENVELOPE + ",\"lost\":" + list(257, i -> "[" + i + "," + i + "]") + "}",
        "lost");
  }

  @Test
  void aLostRangeEndsAtTheLargestSeq() {
    takes(Channel.HEALTH, ENVELOPE + ",\"lost\":[[0,4294967295]]}");
    refuses(Channel.HEALTH, ENVELOPE + ",\"lost\":[[0,4294967296]]}", "lost[0][1]");
  }

  @Test
  void aDeviceHasUpTo64Caps() {
    takes(Channel.BIRTH, ENVELOPE + ",\"caps\":" + list(64, i -> "\"op" + i + "\"") + "}");
    refuses(
        Channel.BIRTH, ENVELOPE + ",\"caps\":" + list(65, i -> "\"op" + i + "\"") + "}", "caps");
  }

  @Test
  void aBreadcrumbHasUpTo64Events() {
    var open = ENVELOPE + ",\"last\":{\"events\":";

    takes(Channel.BIRTH, open + list(64, i -> "[\"cloud_up\"," + i + "]") + "}}");
    refuses(Channel.BIRTH, open + list(65, i -> "[\"cloud_up\"," + i + "]") + "}}", "last.events");
  }

  @Test
  void aMessageIsNestedUpToEightLevels() {
    var open = ENVELOPE + ",\"event\":\"x\",\"detail\":";

    takes(Channel.EVENT, open + "{\"a\":".repeat(7) + "1" + "}".repeat(7) + "}");
    var nine = decode(Channel.EVENT, open + "{\"a\":".repeat(8) + "1" + "}".repeat(8) + "}");
    assertThat(nine.refusals().getFirst().reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void aPayloadHasUpTo64KiB() {
    var message = ENVELOPE + "}";

    var full = decode(Channel.HEALTH, message + " ".repeat(Wire.MAX_BYTES - message.length()));
    var over = decode(Channel.HEALTH, message + " ".repeat(Wire.MAX_BYTES - message.length() + 1));

    assertThat(full.messages()).hasSize(1);
    assertThat(over.messages()).isEmpty();
    assertThat(over.refusals().getFirst().reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void aPayloadFullOfTheSmallestRecordsIsTakenWhole() {
    var smallest = ENVELOPE + "}";
    int most = (Wire.MAX_BYTES - 1) / (smallest.length() + 1);

    var decoded = decode(Channel.HEALTH, list(most, _ -> smallest));

    assertThat(decoded.messages()).hasSize(most);
    assertThat(decoded.refusals()).isEmpty();
  }

  @Test
  void anArrayOfRubbishGivesABoundedNumberOfRefusals() {
    assertThat(decode(Channel.HEALTH, list(4096, _ -> "{}")).refusals()).hasSize(4096);
    var over = decode(Channel.HEALTH, list(4097, _ -> "{}")).refusals();
    assertThat(over).hasSize(4097);
    assertThat(over.getLast().reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(decode(Channel.HEALTH, list(20_000, _ -> "{}")).refusals()).hasSize(4097);
  }

  @Test
  void aTtlIsOneSecondToOneDay() {
    assertThat(command("1")).isTrue();
    assertThat(command("86400")).isTrue();
    assertThat(command("0")).isFalse();
    assertThat(command("86401")).isFalse();
  }

  private static boolean command(String ttl) {
    var json = "{\"id\":\"i\",\"op\":\"probe\",\"ttl\":" + ttl + "}";
    return Wire.decodeCommand(json.getBytes(StandardCharsets.UTF_8)).isPresent();
  }

  private static void takes(Channel channel, String json) {
    var decoded = decode(channel, json);
    assertThat(decoded.refusals()).isEmpty();
    assertThat(decoded.messages()).hasSize(1);
  }

  private static void refuses(Channel channel, String json, String field) {
    var decoded = decode(channel, json);
    assertThat(decoded.messages()).isEmpty();
    assertThat(decoded.refusals()).hasSize(1);
    assertThat(decoded.refusals().getFirst().reason()).isEqualTo(Reason.BAD_FIELD);
    assertThat(decoded.refusals().getFirst().field()).isEqualTo(field);
  }

  private static Decoded decode(Channel channel, String json) {
    return Wire.decode(channel, json.getBytes(StandardCharsets.UTF_8));
  }

  private static String list(int size, java.util.function.IntFunction<String> item) {
    return IntStream.range(0, size).mapToObj(item).collect(joining(",", "[", "]"));
  }

  private static String next(String number) {
    return String.valueOf(Long.parseLong(number) + 1);
  }

  private static String previous(String number) {
    return String.valueOf(Long.parseLong(number) - 1);
  }
}
