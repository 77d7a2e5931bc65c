package io.cyanwatch.protocol;

import java.util.List;
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

  /// Reads what a device published on `channel`: one message, or an array of stored ones.
  public static Decoded decode(Topics.Channel channel, byte[] payload) {
    return new Decoded(List.of(), List.of());
  }

  public static byte[] encode(Message message, Format format) {
    return new byte[0];
  }

  /// An array of stored records, as sent after an outage. All must belong to the same channel.
  public static byte[] encode(List<? extends Message.Recorded> messages, Format format) {
    return new byte[0];
  }

  public static byte[] encode(Command command, Format format) {
    return new byte[0];
  }

  /// Empty when the payload is no command.
  public static Optional<Command> decodeCommand(byte[] payload) {
    return Optional.empty();
  }

  public static byte[] encode(Ack ack, Format format) {
    return new byte[0];
  }

  public static Optional<Ack> decodeAck(byte[] payload) {
    return Optional.empty();
  }
}
