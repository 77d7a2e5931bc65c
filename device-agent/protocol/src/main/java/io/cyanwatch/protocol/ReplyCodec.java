package io.cyanwatch.protocol;

import io.cyanwatch.protocol.Reply.Result;
import io.cyanwatch.protocol.Reply.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of `up/reply`.
final class ReplyCodec {
  private ReplyCodec() {}

  static Reply read(Envelope envelope, Field reply) {
    var status = reply.at("status").required("one of " + Words.STATUS.list());
    return new Reply(
        envelope,
        reply.at("id").required("the id of the command that this answers").id(),
        Objects.requireNonNullElse(status.known(Words.STATUS), Status.FAILED),
        reply.at("reason").text(),
        result(reply.at("result").object()));
  }

  static void write(Reply reply, Out out) {
    out.text("id", reply.id())
        .word("status", reply.status())
        .text("reason", reply.reason())
        .nested("result", reply.result(), ReplyCodec::writeResult);
  }

  private static @Nullable Result result(@Nullable Field result) {
    if (result == null) {
      return null;
    }
    return new Result(
        result.at("gen_before").count(), result.at("gen_after").count(), result.at("err").code());
  }

  private static void writeResult(Result result, Out out) {
    out.number("gen_before", result.genBefore())
        .number("gen_after", result.genAfter())
        .number("err", result.err());
  }
}
