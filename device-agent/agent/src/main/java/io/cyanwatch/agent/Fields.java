package io.cyanwatch.agent;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The few header fields that matter. A missing `Host` is forgiven, since it decides nothing here.
sealed interface Fields {
  /// @param since the value of `If-Modified-Since`, or empty
  record Read(String since) implements Fields {}

  record Wrong(int status) implements Fields {}

  /// @param lines of the head behind the request line; they end with an empty one
  static Fields of(List<String> lines) {
    var known = new TreeMap<String, String>();
    for (var line : lines) {
      if (line.isEmpty()) {
        break;
      }
      var colon = line.indexOf(':');
      if (colon < 0 || !isToken(line.substring(0, colon))) {
        return new Wrong(400);
      }
      var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      switch (name) {
        case "host", "content-length", "transfer-encoding", "if-modified-since" -> {
          if (known.put(name, line.substring(colon + 1).strip()) != null) {
            return new Wrong(400);
          }
        }
        default -> {}
      }
    }
    return judge(known);
  }

  /// A chunked body has no length to judge it by, so it is refused.
  private static Fields judge(Map<String, String> known) {
    var length = known.getOrDefault("content-length", "0");
    if (known.containsKey("transfer-encoding") || !length.matches("[0-9]{1,99}")) {
      return new Wrong(400);
    }
    var digits = length.replaceFirst("^0+", "");
    return digits.length() > 9 || (!digits.isEmpty() && Integer.parseInt(digits) > Request.MAX_BODY)
        ? new Wrong(413)
        : new Read(known.getOrDefault("if-modified-since", ""));
  }

  /// What a method or the name of a field consists of.
  static boolean isToken(String text) {
    return text.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  }
}
