package io.cyanwatch.protocol;

import io.cyanwatch.protocol.Decoded.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/// Reads one value as plain Java: `Map`, `List`, `String`, `Long`, `Double`, `Boolean`, null and
/// [#OTHER].
///
/// What is well formed but not allowed becomes a flaw, and reading goes on behind it, so that the
/// next element of an array is found.
final class PlainReader {
  /// Objects and arrays within one message, the message itself counted.
  static final int MAX_DEPTH = 8;

  /// What CBOR has and JSON has not, such as byte strings.
  static final Object OTHER = Other.VALUE;

  private final JsonParser parser;
  private final Flaws flaws;

  PlainReader(JsonParser parser, Flaws flaws) {
    this.parser = parser;
    this.flaws = flaws;
  }

  /// Reads the value whose first token is the current one.
  @Nullable Object value(int depth) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> tooDeep(depth) ? Map.of() : object(depth + 1);
      case START_ARRAY -> tooDeep(depth) ? List.of() : list(depth + 1);
      case VALUE_STRING -> text(parser.getString());
      case VALUE_NUMBER_INT -> wholeNumber();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME -> OTHER;
    };
  }

  /// Where the parser stands: `wifi.rssi`, `[3].seq`. Deeper levels than a message has are left
  /// out.
  static String path(JsonParser parser) {
    var path = new StringBuilder();
    for (TokenStreamContext c = parser.streamReadContext(); c != null; c = c.getParent()) {
      if (c.getNestingDepth() > MAX_DEPTH + 1) {
        continue;
      }
      if (c.inArray() && c.hasCurrentIndex()) {
        path.insert(0, "[" + c.getCurrentIndex() + "]");
      } else if (c.inObject() && c.currentName() != null) {
        path.insert(0, "." + Text.shorten(c.currentName()));
      }
    }
    return path.isEmpty() || path.charAt(0) != '.' ? path.toString() : path.substring(1);
  }

  private boolean tooDeep(int depth) {
    if (depth < MAX_DEPTH) {
      return false;
    }
    flaws.add(
        Reason.MALFORMED,
        path(parser),
        "Objects and arrays are nested deeper than %d levels here.".formatted(MAX_DEPTH));
    parser.skipChildren();
    return true;
  }

  private Map<String, @Nullable Object> object(int depth) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = text(parser.currentName());
      parser.nextToken();
      if (map.containsKey(name)) {
        flaws.add(Reason.MALFORMED, path(parser), "This name is there twice in one object.");
      }
      map.put(name, value(depth));
    }
    return map;
  }

  private List<@Nullable Object> list(int depth) {
    var list = new ArrayList<@Nullable Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(depth));
    }
    return list;
  }

  private String text(String text) {
    if (text.indexOf(Text.BROKEN) >= 0) {
      flaws.add(Reason.MALFORMED, path(parser), "This text is not UTF-8.");
    }
    return text;
  }

  /// Beyond 64 bits the nearest double will do: every range that the protocol knows ends earlier.
  private Object wholeNumber() {
    return parser.getNumberType() == NumberType.BIG_INTEGER
        ? (Object) parser.getDoubleValue()
        : (Object) parser.getLongValue();
  }

  private enum Other {
    VALUE
  }
}
