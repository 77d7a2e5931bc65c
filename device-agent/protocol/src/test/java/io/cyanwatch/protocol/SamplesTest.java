package io.cyanwatch.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire.Format;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {

  @ParameterizedTest
  @MethodSource("up")
  void aSampleDecodesAndSurvivesBothFormats(String name) {
    var channel = Samples.channel(name);

    var decoded = Wire.decode(channel, Samples.read(name));

    assertThat(decoded.refusals()).isEmpty();
    assertThat(decoded.messages()).isNotEmpty();
    for (var message : decoded.messages()) {
      assertThat(Channel.of(message)).isEqualTo(channel);
      for (var format : Format.values()) {
        var again = Wire.decode(channel, Wire.encode(message, format));
        assertThat(again).isEqualTo(new Decoded(List.of(message), List.of()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("single")
  void nothingThatASampleSaysIsLost(String name) {
    var sample = Samples.read(name);
    var message = Wire.decode(Samples.channel(name), sample).messages().getFirst();

    var encoded = Wire.readMap(Wire.encode(message, Format.CBOR));

    assertThat(encoded).containsAllEntriesOf(Wire.readMap(sample));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandDecodesAndLosesNothing(String name) {
    var sample = Samples.read(name);

    var command = Wire.decodeCommand(sample).orElseThrow();

    for (var format : Format.values()) {
      var encoded = Wire.encode(command, format);
      assertThat(Wire.readMap(encoded)).isEqualTo(Wire.readMap(sample));
      assertThat(Wire.decodeCommand(encoded)).contains(command);
    }
  }

  @Test
  void anAckDecodesAndLosesNothing() {
    var sample = Samples.read("ack.json");

    var ack = Wire.decodeAck(sample).orElseThrow();

    assertThat(Wire.readMap(Wire.encode(ack, Format.JSON))).isEqualTo(Wire.readMap(sample));
  }

  @ParameterizedTest
  @EnumSource
  void everyChannelHasASample(Channel channel) {
    assertThat(Samples.up().map(Samples::channel)).contains(channel);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadSampleIsRefusedForItsReason(Samples.Bad bad) {
    var decoded = Wire.decode(bad.channel(), bad.payload());

    assertThat(decoded.messages()).isEmpty();
    assertThat(decoded.refusals()).hasSize(1);
    var refusal = decoded.refusals().getFirst();
    assertThat(Words.of(refusal.reason())).isEqualTo(bad.reason());
    assertThat(refusal.field()).isEqualTo(bad.field());
    assertThat(refusal.detail()).hasSizeBetween(15, 300).containsPattern("[.?]$");
  }

  @Test
  void everyBadSampleIsInTheTable() {
    assertThat(Samples.bad().map(Samples.Bad::file))
        .containsExactlyInAnyOrderElementsOf(Samples.badFiles());
  }

  @Test
  void theDegradedHeartbeatReadsAsItWasWritten() {
    var health = (Health) one("health-degraded.json");

    assertThat(health.envelope())
        .isEqualTo(new Envelope("0000002a-9f3c11d2", 1301, 3, 8733456, null, List.of()));
    assertThat(health.phase()).isEqualTo(Phase.CLOUD_CONNECTING);
    assertThat(health.listener())
        .isEqualTo(
            new Health.Listener(ListenerState.BACKOFF, 80, 4L, 7L, 3L, -8L, 3312L, 604L, 43L, 3L));
    assertThat(health.http()).isNull();
  }

  @Test
  void aMinimalBirthKnowsNothing() {
    var birth = (Birth) one("birth-minimal.json");

    assertThat(birth.ack()).isFalse();
    assertThat(birth.reset()).isEqualTo(new Birth.Reset(ResetClass.UNKNOWN, null, null));
    assertThat(birth.device()).isEqualTo(new Birth.Device(null, null, null, null));
    assertThat(birth.caps()).isEmpty();
    assertThat(birth.last()).isNull();
  }

  @Test
  void theDetailOfAnUnknownEventIsKept() {
    var event = (Event) one("event-unknown-yet.json");

    assertThat(event.detail())
        .isEqualTo(
            Map.of(
                "door",
                "left",
                "angles",
                List.of(12.5, 80L),
                "by",
                Map.of("badge", true, "floor", -1L)));
  }

  private static Message one(String name) {
    return Wire.decode(Samples.channel(name), Samples.read(name)).messages().getFirst();
  }

  static Stream<String> up() {
    return Samples.up();
  }

  static Stream<String> single() {
    return Samples.up().filter(name -> !name.contains("stored"));
  }

  static Stream<String> commands() {
    return Samples.commands();
  }

  static Stream<Samples.Bad> bad() {
    return Samples.bad();
  }
}
