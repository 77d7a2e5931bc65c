package io.cyanwatch.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire.Format;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WireRoundTripTest {

  @Property
  void everyMessageComesBackAsItWasInBothFormats(
      @ForAll("messages") Message message, @ForAll Format format) {
    var decoded = Wire.decode(Channel.of(message), Wire.encode(message, format));

    assertThat(decoded).isEqualTo(new Decoded(List.of(message), List.of()));
  }

  @Property(tries = 200)
  void everyArrayOfRecordsComesBackAsItWas(
      @ForAll("heartbeats") List<Health> records, @ForAll Format format) {
    var payload = Wire.encode(records, format);

    var decoded = Wire.decode(Channel.HEALTH, payload);

    if (records.isEmpty() || payload.length > Wire.MAX_BYTES) {
      assertThat(decoded.messages()).isEmpty();
      assertThat(decoded.refusals()).hasSize(1);
    } else {
      assertThat(decoded).isEqualTo(new Decoded(List.copyOf(records), List.of()));
    }
  }

  @Property
  void everyCommandComesBackAsItWas(@ForAll("commands") Command command, @ForAll Format format) {
    assertThat(Wire.decodeCommand(Wire.encode(command, format))).contains(command);
  }

  @Property
  void everyAckComesBackAsItWas(@ForAll("acks") Ack ack, @ForAll Format format) {
    assertThat(Wire.decodeAck(Wire.encode(ack, format))).contains(ack);
  }

  @Property
  void aBodyAndTheEnvelopesColumnsMakeTheMessageAgain(
      @ForAll("recorded") Message.Recorded message, @ForAll Format format) {
    var whole = Wire.readMap(Wire.encode(message, format));

    var body = Wire.readMap(Wire.body(message, format));

    assertThat(whole).containsAllEntriesOf(body);
    assertThat(whole.keySet()).containsAll(List.of("v", "boot", "seq", "conn", "up"));
    assertThat(body).hasSize(whole.size() - 5).doesNotContainKeys("v", "boot", "seq", "conn", "up");
  }

  @Property
  void aBodyIsTheSameBytesHoweverTheMessageTravelled(@ForAll("recorded") Message.Recorded message) {
    var channel = Channel.of(message);
    var json = Wire.decode(channel, Wire.encode(message, Format.JSON)).messages().getFirst();
    var cbor = Wire.decode(channel, Wire.encode(message, Format.CBOR)).messages().getFirst();

    var body = Wire.body(message, Format.JSON);

    assertThat(Wire.body((Message.Recorded) json, Format.JSON)).isEqualTo(body);
    assertThat(Wire.body((Message.Recorded) cbor, Format.JSON)).isEqualTo(body);
  }

  @Property
  void aMapReadFromABodyPrintsAsTheBody(@ForAll("recorded") Message.Recorded message) {
    var body = new String(Wire.body(message, Format.JSON), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(Wire.toJson(Wire.readMap(Wire.body(message, Format.CBOR)))).isEqualTo(body);
  }

  @Provide
  Arbitrary<Message> messages() {
    return Messages.any();
  }

  @Provide
  Arbitrary<Message.Recorded> recorded() {
    return Messages.recorded();
  }

  @Provide
  Arbitrary<List<Health>> heartbeats() {
    return Messages.heartbeats();
  }

  @Provide
  Arbitrary<Command> commands() {
    return Messages.commands();
  }

  @Provide
  Arbitrary<Ack> acks() {
    return Messages.acks();
  }
}
