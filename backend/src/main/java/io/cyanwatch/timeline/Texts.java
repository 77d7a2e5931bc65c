package io.cyanwatch.timeline;

import org.jspecify.annotations.Nullable;

/// Texts that are said again and again: one copy for all that is kept of them. Each message of a
/// device brings its boot anew, and ten places of its state remember it. What shares its place here
/// with another text is forgotten, which costs a copy and nothing else.
public final class Texts {
  private static final int PLACES = 1 << 18;

  /// What somebody makes up must not fill the memory.
  private static final int LONGEST = 64;
  private static final @Nullable String[] KNOWN = new String[PLACES];

  private Texts() {}

  /// An equal text, the same one as before where possible.
  public static String shared(String text) {
    if (text.length() > LONGEST) {
      return text;
    }
    var hash = text.hashCode() * 0x9E3779B9;
    var place = (hash ^ (hash >>> 15)) & (PLACES - 1);
    var known = KNOWN[place];
    if (known != null && known.equals(text)) {
      return known;
    }
    KNOWN[place] = text;
    return text;
  }

  /// The same for what may not have been said.
  public static @Nullable String sharedOrNull(@Nullable String text) {
    return text == null ? null : shared(text);
  }
}
