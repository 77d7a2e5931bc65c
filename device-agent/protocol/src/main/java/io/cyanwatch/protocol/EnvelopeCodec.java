package io.cyanwatch.protocol;

import io.cyanwatch.protocol.Decoded.Reason;
import io.cyanwatch.protocol.Envelope.SeqRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The fields around every message.
final class EnvelopeCodec {
  private static final int MAX_LOST = 256;

  private EnvelopeCodec() {}

  /// Whether this is a version that we speak; if not, nothing else of the message is read.
  static boolean speaks(Field message) {
    var there = message.at("v");
    var version = there.version();
    if (version == 1) {
      return true;
    }
    there.flaw(Reason.VERSION, "This version is not spoken here: send 1, or leave it out.");
    return false;
  }

  static Envelope read(Field message) {
    return new Envelope(
        boot(message),
        message
            .at("seq")
            .required("the record's place in its boot, 0 and up, one more each time")
            .wholeOr(0, 0, Field.U32),
        conn(message),
        message
            .at("up")
            .required("the uptime in milliseconds when the record was made")
            .wholeOr(0, 0, Field.LARGEST),
        message.at("at").count(),
        lost(message.at("lost")));
  }

  static String boot(Field message) {
    var boot = message.at("boot").required("which boot this belongs to").boot();
    return Objects.requireNonNullElse(boot, "");
  }

  static long conn(Field message) {
    return message.at("conn").wholeOr(0, 0, Field.U32);
  }

  static void write(Envelope envelope, Out out) {
    out.number("v", 1L).text("boot", envelope.boot()).number("seq", envelope.seq());
    out.number("conn", envelope.conn()).number("up", envelope.up());
    writeRest(envelope, out);
  }

  /// What is not kept in columns of its own.
  static void writeRest(Envelope envelope, Out out) {
    out.number("at", envelope.at());
    if (!envelope.lost().isEmpty()) {
      out.plain("lost", envelope.lost().stream().map(r -> List.of(r.from(), r.to())).toList());
    }
  }

  private static List<SeqRange> lost(Field lost) {
    var ranges = new ArrayList<SeqRange>();
    for (var range : lost.items(MAX_LOST)) {
      var ends = range.items(2);
      if (ends.size() != 2) {
        range.flaw(Reason.BAD_FIELD, "A lost range is [from,to], both ends lost.");
        continue;
      }
      var to = end(ends.getLast());
      var from = end(ends.getFirst());
      if (from > to) {
        range.flaw(Reason.BAD_FIELD, "This range ends before it begins: the lower end is first.");
      }
      ranges.add(new SeqRange(from, to));
    }
    return ranges;
  }

  private static long end(Field end) {
    return end.required("an end of a lost range").wholeOr(0, 0, Field.U32);
  }
}
