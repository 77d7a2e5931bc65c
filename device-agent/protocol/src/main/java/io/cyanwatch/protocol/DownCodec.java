package io.cyanwatch.protocol;

import java.util.Optional;
import java.util.function.Function;

/// What the cloud says: commands and acknowledgements.
final class DownCodec {
  private static final int MAX_TTL = 86_400;
  private static final int DEFAULT_TTL = 30;

  private DownCodec() {}

  static Optional<Command> command(byte[] payload) {
    return only(
        payload,
        field ->
            new Command(
                field.at("id").required("the command's id").id(),
                field.at("op").required("what to do").id(),
                field.at("boot").boot(),
                (int) field.at("ttl").wholeOr(DEFAULT_TTL, 1, MAX_TTL),
                field.at("args").plain()));
  }

  static void write(Command command, Out out) {
    out.number("v", 1L)
        .text("id", command.id())
        .text("op", command.op())
        .text("boot", command.boot())
        .number("ttl", command.ttl())
        .plain("args", command.args());
  }

  static Optional<Ack> ack(byte[] payload) {
    return only(
        payload,
        field ->
            new Ack(
                EnvelopeCodec.boot(field),
                field.at("seq").required("the last durable one").wholeOr(0, 0, Field.U32)));
  }

  static void write(Ack ack, Out out) {
    out.number("v", 1L).text("boot", ack.boot()).number("seq", ack.seq());
  }

  private static <T> Optional<T> only(byte[] payload, Function<Field, T> read) {
    var parts = Payload.read(payload).parts();
    if (parts.size() != 1 || !parts.getFirst().name().isEmpty()) {
      return Optional.empty();
    }
    return parts.getFirst().read(read);
  }
}
