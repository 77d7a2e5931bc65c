package io.cyanwatch.protocol;

import io.cyanwatch.protocol.Topics.Channel;

/// What a device says, by channel. The short bodies are here; a long one has a codec of its own.
final class MessageCodec {
  private MessageCodec() {}

  static Message read(Channel channel, Field message) {
    return channel == Channel.WILL
        ? new Will(EnvelopeCodec.boot(message), EnvelopeCodec.conn(message))
        : recorded(channel, EnvelopeCodec.read(message), message);
  }

  static void write(Message message, Out out) {
    switch (message) {
      case Will(var boot, var conn) -> out.number("v", 1L).text("boot", boot).number("conn", conn);
      case Message.Recorded recorded -> {
        EnvelopeCodec.write(recorded.envelope(), out);
        writeBody(recorded, out);
      }
    }
  }

  static void writeBody(Message.Recorded message, Out out) {
    switch (message) {
      case Birth birth -> BirthCodec.write(birth, out);
      case Health health -> HealthCodec.write(health, out);
      case Event event -> out.text("event", event.event()).plain("detail", event.detail());
      case Bye bye -> out.text("reason", bye.reason());
      case Reply reply -> ReplyCodec.write(reply, out);
      case Probe probe -> ProbeCodec.write(probe, out);
    }
  }

  private static Message recorded(Channel channel, Envelope envelope, Field message) {
    return switch (channel) {
      case BIRTH -> BirthCodec.read(envelope, message);
      case HEALTH -> HealthCodec.read(envelope, message);
      case EVENT ->
          new Event(
              envelope,
              message.at("event").required("the event's name").id(),
              message.at("detail").plain());
      case BYE -> new Bye(envelope, message.at("reason").text());
      case REPLY -> ReplyCodec.read(envelope, message);
      case PROBE -> ProbeCodec.read(envelope, message);
      case WILL -> new Will(envelope.boot(), envelope.conn());
    };
  }
}
