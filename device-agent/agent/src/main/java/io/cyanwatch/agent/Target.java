package io.cyanwatch.agent;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// The path and the query of a request target.
///
/// @param path decoded; starts with a slash, has no empty, hidden, `.` or `..` part but may end in
///     a slash
/// @param query as it came, or empty
record Target(String path, String query) {
  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://[^/?#]+");
  private static final Pattern HIDDEN_OR_EMPTY = Pattern.compile("//|/\\.");

  /// Nothing, where the text is neither a path nor an address of the web.
  static Optional<Target> of(String text) {
    var absolute = ABSOLUTE.matcher(text);
    var local = absolute.lookingAt() ? text.substring(absolute.end()) : text;
    if (local.isEmpty() || (local.charAt(0) == '?' && !local.equals(text))) {
      local = "/" + local;
    }
    if (!local.startsWith("/")) {
      return Optional.empty();
    }
    var mark = local.indexOf('?');
    return Optional.of(
        mark < 0
            ? new Target(local, "")
            : new Target(local.substring(0, mark), local.substring(mark + 1)));
  }

  /// With the path decoded; nothing, where no such path can exist.
  Optional<Target> decoded() {
    return decode(path)
        .filter(it -> it.chars().noneMatch(Character::isISOControl))
        .filter(it -> !HIDDEN_OR_EMPTY.matcher(it).find())
        .map(it -> new Target(it, query));
  }

  private static Optional<String> decode(String text) {
    var bytes = ByteBuffer.allocate(text.length());
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c != '%') {
        bytes.put((byte) c);
        continue;
      }
      var high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      var low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      bytes.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
