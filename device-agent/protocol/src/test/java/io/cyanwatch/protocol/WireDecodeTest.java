package io.cyanwatch.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cyanwatch.protocol.Decoded.Reason;
import io.cyanwatch.protocol.Decoded.Refusal;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire.Format;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireDecodeTest {
  private static final String GOOD = "{\"boot\":\"b\",\"seq\":1,\"up\":2}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"boot\":\"b\",\"seq\":-1,\"up\":2}",
        "{\"boot\":\"b\",\"seq\":1,\"seq\":1,\"up\":2}",
        "{\"v\":2}",
        "{\"boot\":\"b\",\"up\":2}",
        "{\"boot\":\"b\",\"seq\":1,\"up\":2,\"x\":[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]}",
        "{\"boot\":\"\\u0000\",\"seq\":1,\"up\":2}",
        "17",
        "null",
        "[]"
      })
  void aBadRecordCostsTheOthersOfItsArrayNothing(String bad) {
    var decoded = decode(Channel.HEALTH, "[" + GOOD + "," + bad + "," + GOOD + "]");

    assertThat(decoded.messages()).hasSize(2);
    assertThat(decoded.refusals()).hasSize(1);
    assertThat(decoded.refusals().getFirst().field()).startsWith("[1]");
  }

  @Test
  void textInAWrongCharacterSetCostsOnlyItsRecord() {
    var bad = GOOD.replace("}", ",\"wifi\":{\"ssid\":\"caf\u00e9\"}}");
    var payload = ("[" + GOOD + "," + bad + "," + GOOD + "]").getBytes(StandardCharsets.ISO_8859_1);

    var decoded = Wire.decode(Channel.HEALTH, payload);

    assertThat(decoded.messages()).hasSize(2);
    assertThat(decoded.refusals())
        .containsExactly(new Refusal(Reason.MALFORMED, "[1].wifi.ssid", "This text is not UTF-8."));
  }

  @Test
  void whatCameBeforeTheBreakIsKept() {
    var decoded = decode(Channel.HEALTH, "[" + GOOD + "," + GOOD + ",{\"boot\":\"b\",\"se");

    assertThat(decoded.messages()).hasSize(2);
    assertThat(decoded.refusals()).hasSize(1);
    assertThat(decoded.refusals().getFirst().field()).startsWith("[2]");
    assertThat(decoded.refusals().getFirst().reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void anUnfinishedArrayKeepsItsRecords() {
    var decoded = decode(Channel.HEALTH, "[" + GOOD + "," + GOOD);

    assertThat(decoded.messages()).hasSize(2);
    assertThat(decoded.refusals()).hasSize(1);
  }

  @Test
  void theFirstFlawIsTheOneThatIsTold() {
    var decoded = decode(Channel.HEALTH, "{\"v\":2,\"seq\":-1,\"wifi\":7}");

    assertThat(decoded.refusals())
        .containsExactly(
            new Refusal(
                Reason.VERSION, "v", "This version is not spoken here: send 1, or leave it out."));
  }

  @Test
  void aRefusalQuotesWhatItFoundAndSaysWhatItWants() {
    var decoded = decode(Channel.HEALTH, GOOD.replace("}", ",\"wifi\":{\"rssi\":2}}"));

    assertThat(decoded.refusals())
        .containsExactly(
            new Refusal(
                Reason.BAD_FIELD,
                "wifi.rssi",
                "This is 2; it must be a whole number from -150 to 0."));
  }

  @Test
  void aRefusalNeverRepeatsMoreThanALine() {
    var decoded =
        decode(Channel.HEALTH, GOOD.replace("\"b\"", "\"" + "é\\n\\u0000".repeat(5000) + "\""));

    assertThat(decoded.refusals().getFirst().detail())
        .hasSizeLessThan(200)
        .doesNotContain("\n", "\0");
  }

  @Test
  void aWholeNumberMayBeWrittenWithAFraction() {
    var health = (Health) one(Channel.HEALTH, "{\"boot\":\"b\",\"seq\":12.0,\"up\":1.5e3}");

    assertThat(health.envelope().seq()).isEqualTo(12);
    assertThat(health.envelope().up()).isEqualTo(1500);
  }

  @Test
  void whatIsAbsentIsNeverZero() {
    var health = (Health) one(Channel.HEALTH, GOOD.replace("}", ",\"wifi\":{\"ready\":null}}"));

    assertThat(health.wifi())
        .isEqualTo(
            new Health.Wifi(null, null, null, null, null, null, null, null, null, null, null));
    assertThat(health.mem()).isNull();
  }

  @Test
  void whatThisVersionDoesNotKnowIsPassedOver() {
    var health =
        one(
            Channel.HEALTH,
            GOOD.replace("}", ",\"new\":{\"a\":[1,{\"b\":\"\\u0000\"}]},\"wifi\":{\"x\":1e999}}"));

    assertThat(health).isInstanceOf(Health.class);
  }

  @Test
  void anUnknownPhaseOrListenerStateIsAsGoodAsAbsent() {
    var json = GOOD.replace("}", ",\"phase\":\"dancing\",\"listener\":{\"state\":\"odd\"}}");

    var health = (Health) one(Channel.HEALTH, json);

    assertThat(health.phase()).isNull();
    assertThat(health.listener()).isNotNull();
  }

  @Test
  void aPhaseThatIsNoTextIsRefused() {
    assertThat(refusal(Channel.HEALTH, GOOD.replace("}", ",\"phase\":3}")).field())
        .isEqualTo("phase");
  }

  @Test
  void anUnknownResetClassIsUnknown() {
    var birth =
        (Birth) one(Channel.BIRTH, GOOD.replace("}", ",\"reset\":{\"class\":\"ray\",\"raw\":9}}"));

    assertThat(birth.reset()).isEqualTo(new Birth.Reset(ResetClass.UNKNOWN, 9L, null));
  }

  @Test
  void nullsInADetailAreLeftOut() {
    var event =
        (Event)
            one(
                Channel.EVENT,
                GOOD.replace(
                    "}", ",\"event\":\"x\",\"detail\":{\"a\":null,\"b\":[1,null,{\"c\":null}]}}"));

    assertThat(event.detail()).isEqualTo(Map.of("b", List.of(1L, Map.of())));
  }

  @Test
  void aDetailKeepsItsOrder() {
    var json =
        GOOD.replace(
            "}", ",\"event\":\"x\",\"detail\":{\"z\":1,\"a\":2,\"m\":{\"q\":1,\"b\":2,\"k\":3}}}");

    var event = (Event) one(Channel.EVENT, json);

    assertThat(new String(Wire.body(event, Format.JSON), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"event\":\"x\",\"detail\":{\"z\":1,\"a\":2,\"m\":{\"q\":1,\"b\":2,\"k\":3}}}");
  }

  @Test
  void aNumberThatJsonCannotWriteIsRefusedInADetail() {
    var json = GOOD.replace("}", ",\"event\":\"x\",\"detail\":{\"a\":[1e999]}}");

    assertThat(refusal(Channel.EVENT, json).field()).isEqualTo("detail.a[0]");
  }

  @Test
  void whiteSpaceBeforeJsonIsForgiven() {
    assertThat(decode(Channel.HEALTH, "\r\n\t " + GOOD).messages()).hasSize(1);
  }

  @Test
  void cborOfUndefinedLengthIsRead() {
    var message = Wire.encode(one(Channel.HEALTH, GOOD), Format.CBOR);
    var array = new byte[message.length + 2];
    System.arraycopy(message, 0, array, 1, message.length);
    array[0] = (byte) 0x9F;
    array[array.length - 1] = (byte) 0xFF;

    assertThat(message[0]).isEqualTo((byte) 0xBF);
    assertThat(Wire.decode(Channel.HEALTH, array).messages()).hasSize(1);
  }

  @Test
  void aCommandWithoutTtlOrArgsGetsTheUsualOnes() {
    var json = "{\"id\":\"i\",\"op\":\"rebirth\"}".getBytes(StandardCharsets.UTF_8);

    assertThat(Wire.decodeCommand(json)).contains(new Command("i", "rebirth", null, 30, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"id\":\"i\"}",
        "{\"op\":\"rebirth\"}",
        "{\"v\":2,\"id\":\"i\",\"op\":\"rebirth\"}",
        "[{\"id\":\"i\",\"op\":\"rebirth\"}]",
        "{\"id\":\"i\",\"op\":\"rebirth\",\"args\":[]}",
        "{\"id\":\"i\",\"op\":\"rebirth\",\"boot\":\"a b\"}"
      })
  void whatIsNoCommandIsNone(String json) {
    assertThat(Wire.decodeCommand(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"boot\":\"b\"}", "{\"boot\":\"b\",\"seq\":-1}", "[1]"})
  void whatIsNoAckIsNone(String json) {
    assertThat(Wire.decodeAck(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "[{}]", "{\"a\":", "{\"a\":1,\"a\":2}"})
  void anUnreadableBodyIsAnEmptyMap(String body) {
    assertThat(Wire.readMap(body.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void recordsOfTwoChannelsDoNotShareAPayload() {
    var envelope = new Envelope("b", 1, 0, 2, null, List.of());
    var mixed = List.of(new Bye(envelope, null), new Event(envelope, "x", Map.of()));

    assertThatThrownBy(() -> Wire.encode(mixed, Format.JSON))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Message one(Channel channel, String json) {
    var decoded = decode(channel, json);
    assertThat(decoded.refusals()).isEmpty();
    return decoded.messages().getFirst();
  }

  private static Refusal refusal(Channel channel, String json) {
    var decoded = decode(channel, json);
    assertThat(decoded.messages()).isEmpty();
    return decoded.refusals().getFirst();
  }

  private static Decoded decode(Channel channel, String json) {
    return Wire.decode(channel, json.getBytes(StandardCharsets.UTF_8));
  }
}
