package io.cyanwatch.protocol;

import io.cyanwatch.protocol.Decoded.Reason;
import io.cyanwatch.protocol.Decoded.Refusal;
import io.cyanwatch.protocol.Topics.Channel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The codec. Decoding never throws for bad input; JSON and CBOR are told apart by the first byte.
public final class Wire {
  /// Payloads above this are refused.
  public static final int MAX_BYTES = 64 * 1024;

  private Wire() {}

  public enum Format {
    JSON,
    CBOR
  }

  /// Reads what a device published on `channel`: one message, or an array of stored ones. A bad
  /// element of an array is refused alone. Where a payload breaks off, the elements before are
  /// kept.
  public static Decoded decode(Channel channel, byte[] payload) {
    if (channel == Channel.HEALTH) {
      var quick = QuickHealth.read(payload);
      if (quick.isPresent()) {
        return new Decoded(List.of(quick.get()), List.of());
      }
    }
    return decodeCarefully(channel, payload);
  }

  static Decoded decodeCarefully(Channel channel, byte[] payload) {
    var taken = Payload.read(payload);
    var messages = new ArrayList<Message>();
    var refusals = new ArrayList<Refusal>();
    for (var part : taken.parts()) {
      if (channel == Channel.WILL && part.inArray()) {
        part.flaws().add(Reason.MALFORMED, part.name(), "A will is one object, not an array.");
      }
      part.read(message -> MessageCodec.read(channel, message)).ifPresent(messages::add);
      part.flaws().first().ifPresent(refusals::add);
    }
    taken.broken().ifPresent(refusals::add);
    return new Decoded(messages, refusals);
  }

  public static byte[] encode(Message message, Format format) {
    return Out.object(format, out -> MessageCodec.write(message, out));
  }

  /// An array of stored records, as sent after an outage. All must belong to the same channel.
  public static byte[] encode(List<? extends Message.Recorded> messages, Format format) {
    if (messages.stream().map(Channel::of).distinct().count() > 1) {
      throw new IllegalArgumentException("records of more than one channel in one payload");
    }
    return Out.array(format, messages, MessageCodec::write);
  }

  /// What `message` says beyond its boot, seq, conn and up, which a store keeps apart. The same
  /// message always gives the same bytes.
  public static byte[] body(Message.Recorded message, Format format) {
    return Out.object(
        format,
        out -> {
          EnvelopeCodec.writeRest(message.envelope(), out);
          MessageCodec.writeBody(message, out);
        });
  }

  /// A stored body as plain values, in the order in which they were written; empty for anything
  /// unreadable.
  public static Map<String, Object> readMap(byte[] body) {
    var parts = Payload.read(body).parts();
    if (parts.size() != 1 || parts.getFirst().inArray()) {
      return Map.of();
    }
    var part = parts.getFirst();
    var values = Field.root("", part.value(), part.flaws()).plain();
    return part.flaws().first().isPresent() ? Map.of() : values;
  }

  /// One line of JSON.
  public static String toJson(Map<String, ?> values) {
    return new String(Out.object(Format.JSON, out -> out.all(values)), StandardCharsets.UTF_8);
  }

  public static byte[] encode(Command command, Format format) {
    return Out.object(format, out -> DownCodec.write(command, out));
  }

  /// Empty when the payload is no command.
  public static Optional<Command> decodeCommand(byte[] payload) {
    return DownCodec.command(payload);
  }

  public static byte[] encode(Ack ack, Format format) {
    return Out.object(format, out -> DownCodec.write(ack, out));
  }

  public static Optional<Ack> decodeAck(byte[] payload) {
    return DownCodec.ack(payload);
  }
}
