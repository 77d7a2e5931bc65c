package io.cyanwatch.protocol;

import io.cyanwatch.protocol.Decoded.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Copies free-form values, leaving out nulls and finding what cannot be kept.
final class PlainCopy {
  static final int TEXT = 1024;
  static final int NAME = 64;

  private final Flaws flaws;

  PlainCopy(Flaws flaws) {
    this.flaws = flaws;
  }

  Map<String, Object> object(String path, Map<?, ?> from) {
    var copy = new LinkedHashMap<String, Object>();
    from.forEach(
        (key, value) -> {
          var name = String.valueOf(key);
          var there = (path.isEmpty() ? "" : path + ".") + Text.shorten(name);
          if (name.length() > NAME || !Text.isStorable(name)) {
            flaws.add(Reason.BAD_FIELD, there, "A name has at most %d characters.".formatted(NAME));
          }
          var kept = value(there, value);
          if (kept != null) {
            copy.put(name, kept);
          }
        });
    return copy;
  }

  private @Nullable Object value(String path, @Nullable Object from) {
    return switch (from) {
      case null -> null;
      case String text -> text(path, text);
      case Double d when !Double.isFinite(d) -> bad(path, "This is no finite number.");
      case Boolean b -> b;
      case Number n -> n;
      case Map<?, ?> map -> object(path, map);
      case List<?> list -> list(path, list);
      default -> bad(path, "JSON has no such value: send text, numbers, true, false.");
    };
  }

  private List<Object> list(String path, List<?> from) {
    var copy = new ArrayList<Object>(from.size());
    for (int i = 0; i < from.size(); i++) {
      var kept = value(path + "[" + i + "]", from.get(i));
      if (kept != null) {
        copy.add(kept);
      }
    }
    return copy;
  }

  private @Nullable Object text(String path, String text) {
    if (text.length() > TEXT) {
      return bad(path, "Text in here has at most %d characters.".formatted(TEXT));
    }
    return Text.isStorable(text) ? text : bad(path, "Text holds no NUL and no half a character.");
  }

  private @Nullable Object bad(String path, String detail) {
    flaws.add(Reason.BAD_FIELD, path, detail);
    return null;
  }
}
