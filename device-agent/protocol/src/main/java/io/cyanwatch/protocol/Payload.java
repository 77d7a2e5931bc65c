package io.cyanwatch.protocol;

import io.cyanwatch.protocol.Decoded.Reason;
import io.cyanwatch.protocol.Decoded.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/// A payload taken apart into the objects that it holds.
///
/// @param parts the objects up to where the payload breaks off, if it does
/// @param broken why and where it breaks off
record Payload(List<Part> parts, Optional<Refusal> broken) {
  /// More records than this do not fit into a payload, unless they are rubbish.
  static final int MAX_PARTS = 4096;

  /// One object.
  ///
  /// @param name its index, such as `[3]`; empty when the payload is this one object
  /// @param value as [PlainReader] gives it
  /// @param whole false where the payload breaks off inside it
  record Part(String name, @Nullable Object value, Flaws flaws, boolean whole) {

    /// What `reader` makes of it; empty if it has a flaw.
    <T> Optional<T> read(Function<Field, T> reader) {
      var message = Field.root(name, value, flaws);
      if (!(value instanceof Map<?, ?>)) {
        message.flaw(Reason.MALFORMED, "A message is an object with named fields.");
      }
      if (flaws.first().isPresent() || !EnvelopeCodec.speaks(message)) {
        return Optional.empty();
      }
      var read = reader.apply(message);
      return flaws.first().isPresent() ? Optional.empty() : Optional.of(read);
    }

    boolean inArray() {
      return !name.isEmpty();
    }
  }

  /// Why a payload could not be read at all, said without an exception.
  private static Payload refused(Reason reason, String field, String detail) {
    return new Payload(List.of(), Optional.of(new Refusal(reason, field, detail)));
  }

  static Payload read(byte[] bytes) {
    if (bytes.length > Wire.MAX_BYTES) {
      return refused(
          Reason.TOO_LARGE,
          "",
          "The payload has %d bytes; the most is %d: send fewer records at a time."
              .formatted(bytes.length, Wire.MAX_BYTES));
    }
    var format = format(bytes);
    if (format.isEmpty()) {
      return refused(Reason.MALFORMED, "", begins(bytes));
    }
    try (var parser = parser(bytes, format.get())) {
      return parser.nextToken() == JsonToken.START_ARRAY ? many(parser) : one(parser);
    } catch (RuntimeException _) {
      return refused(Reason.MALFORMED, "", "The payload is not readable at all.");
    }
  }

  private static String begins(byte[] bytes) {
    return bytes.length == 0
        ? "The payload is empty."
        : "The first byte is 0x%02X; JSON begins with { or [, CBOR with a map or an array."
            .formatted(bytes[0]);
  }

  /// Told by the first byte; white space before JSON is forgiven.
  static Optional<Wire.Format> format(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '{' || b == '[') {
        return Optional.of(Wire.Format.JSON);
      }
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        break;
      }
    }
    return bytes.length > 0 && (bytes[0] & 0xC0) == 0x80
        ? Optional.of(Wire.Format.CBOR)
        : Optional.empty();
  }

  private static JsonParser parser(byte[] bytes, Wire.Format format) {
    return format == Wire.Format.JSON && !Text.isUtf8(bytes)
        ? Formats.parser(Text.mended(bytes))
        : Formats.parser(bytes, format);
  }

  private static Payload one(JsonParser parser) {
    var part = part("", parser);
    var after = part.whole() ? after(parser) : Optional.<Refusal>empty();
    return new Payload(after.isPresent() ? List.of() : List.of(part), after);
  }

  private static Payload many(JsonParser parser) {
    var parts = new ArrayList<Part>();
    try {
      while (parser.nextToken() != JsonToken.END_ARRAY && parts.size() < MAX_PARTS) {
        parts.add(part("[" + parts.size() + "]", parser));
        if (!parts.getLast().whole()) {
          return new Payload(parts, Optional.empty());
        }
      }
    } catch (RuntimeException e) {
      return new Payload(parts, Optional.of(broken(parser, e)));
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      var detail = "An array holds at most %d records.".formatted(MAX_PARTS);
      return new Payload(parts, Optional.of(new Refusal(Reason.TOO_LARGE, "", detail)));
    }
    return parts.isEmpty()
        ? refused(Reason.MALFORMED, "", "The array is empty.")
        : new Payload(parts, after(parser));
  }

  /// What is wrong behind the end, where nothing should be.
  private static Optional<Refusal> after(JsonParser parser) {
    try {
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
    } catch (RuntimeException _) {
      // Not even a value follows: the same fault.
    }
    var detail = "Something follows the end; send only the bytes of the message, or an array.";
    return Optional.of(new Refusal(Reason.MALFORMED, "", detail));
  }

  private static Part part(String name, JsonParser parser) {
    var flaws = new Flaws();
    try {
      return new Part(name, new PlainReader(parser, flaws).value(0), flaws, true);
    } catch (RuntimeException e) {
      var broken = broken(parser, e);
      flaws.add(broken.reason(), broken.field(), broken.detail());
      return new Part(name, null, flaws, false);
    }
  }

  /// Takes any exception: a defect of a parser must not stop the reading of other payloads.
  private static Refusal broken(JsonParser parser, RuntimeException cause) {
    var detail =
        cause instanceof UnexpectedEndOfInputException
            ? "The payload ends inside a value; was the buffer too small, or the length wrong?"
            : ("This is neither JSON nor CBOR from about byte %d on; look for a missing comma, NaN,"
                    + " an unescaped character, or text that is not UTF-8.")
                .formatted(Math.max(0, parser.currentLocation().getByteOffset()));
    return new Refusal(Reason.MALFORMED, PlainReader.path(parser), detail);
  }
}
