package io.cyanwatch.protocol;

import io.cyanwatch.protocol.Decoded.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in a message: the way to it and what is there. JSON's null counts as absent.
///
/// Reading never fails. What does not fit becomes a flaw of the message, and reading goes on with
/// null or, for what is required, with a stand-in.
final class Field {
  static final long U32 = 0xFFFF_FFFFL;
  static final long LARGEST = 1L << 53;
  static final int ID = 64;
  static final int TEXT = 256;

  private static final Pattern BOOT = Pattern.compile("[A-Za-z0-9-]{1,40}");

  private final @Nullable Field parent;
  private final String name;
  private final @Nullable Object value;
  private final Flaws flaws;

  private Field(@Nullable Field parent, String name, @Nullable Object value, Flaws flaws) {
    this.parent = parent;
    this.name = name;
    this.value = value;
    this.flaws = flaws;
  }

  static Field root(String name, @Nullable Object value, Flaws flaws) {
    return new Field(null, name, value, flaws);
  }

  String path() {
    if (parent == null) {
      return name;
    }
    var before = parent.path();
    return before.isEmpty() || name.startsWith("[") ? before + name : before + "." + name;
  }

  void flaw(Reason reason, String detail) {
    flaws.add(reason, path(), detail);
  }

  /// The version that this field names: 1 when it is absent, 0 when it is no version at all.
  long version() {
    return switch (value) {
      case null -> 1;
      case Long n -> n;
      case Double d when d == 1 -> 1;
      default -> 0;
    };
  }

  /// What an object holds under `name`.
  Field at(String name) {
    var there = value instanceof Map<?, ?> map ? map.get(name) : null;
    return new Field(this, name, there, flaws);
  }

  /// This field, with a flaw if nothing is there.
  Field required(String meaning) {
    if (value == null) {
      flaw(Reason.MISSING_FIELD, "This field is required: " + meaning + ".");
    }
    return this;
  }

  /// This field if it holds an object.
  @Nullable Field object() {
    if (value instanceof Map<?, ?>) {
      return this;
    }
    if (value != null) {
      bad("an object");
    }
    return null;
  }

  /// The elements of a list; none when it is absent.
  List<Field> items(int most) {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || list.size() > most) {
      bad("a list of at most " + most);
      return List.of();
    }
    var items = new ArrayList<Field>(list.size());
    for (var item : list) {
      items.add(new Field(this, "[" + items.size() + "]", item, flaws));
    }
    return items;
  }

  @Nullable Boolean flag() {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value != null) {
      bad("true or false");
    }
    return null;
  }

  @Nullable Long whole(long least, long most) {
    if (value == null) {
      return null;
    }
    if (value instanceof Long n && n >= least && n <= most) {
      return n;
    }
    if (value instanceof Double d && d == Math.rint(d) && d >= least && d <= most) {
      return d.longValue();
    }
    bad("a whole number from " + least + " to " + most);
    return null;
  }

  long wholeOr(long absent, long least, long most) {
    return Objects.requireNonNullElse(whole(least, most), absent);
  }

  @Nullable Integer small(int least, int most) {
    var n = whole(least, most);
    return n == null ? null : Integer.valueOf(n.intValue());
  }

  /// A number of things, of bytes, or of milliseconds.
  @Nullable Long count() {
    return whole(0, LARGEST);
  }

  @Nullable Integer smallCount() {
    return small(0, Integer.MAX_VALUE);
  }

  @Nullable Integer port() {
    return small(0, 65_535);
  }

  /// A platform's own number.
  @Nullable Long code() {
    return whole(-LARGEST, LARGEST);
  }

  @Nullable String text(int least, int most) {
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text) || text.length() < least || text.length() > most) {
      bad("text of %d to %d characters".formatted(least, most));
    } else if (!Text.isStorable(text)) {
      bad("text without NUL and without half a character");
    } else {
      return text;
    }
    return null;
  }

  @Nullable String text() {
    return text(0, TEXT);
  }

  /// A stand-in where it is absent: call [#required] first.
  String id() {
    return Objects.requireNonNullElse(text(1, ID), "");
  }

  @Nullable String boot() {
    if (value instanceof String text && BOOT.matcher(text).matches()) {
      return text;
    }
    if (value != null) {
      bad("1 to 40 letters, digits and hyphens");
    }
    return null;
  }

  /// A word of a set that may grow: one that this version does not know is as good as absent.
  <E extends Enum<E>> @Nullable E word(Words<E> words) {
    var word = text();
    return word == null ? null : words.read(word);
  }

  /// A word of a set that does not grow.
  <E extends Enum<E>> @Nullable E known(Words<E> words) {
    var known = word(words);
    if (known == null && value instanceof String) {
      bad("one of " + words.list());
    }
    return known;
  }

  /// A free object as plain values, without nulls; empty when it is absent.
  Map<String, Object> plain() {
    if (value instanceof Map<?, ?> map) {
      return new PlainCopy(flaws).object(path(), map);
    }
    object();
    return Map.of();
  }

  private void bad(String wanted) {
    flaw(Reason.BAD_FIELD, "This is %s; it must be %s.".formatted(found(), wanted));
  }

  private String found() {
    return switch (value) {
      case null -> "absent";
      case String s -> Text.quote(s);
      case Long n -> n.toString();
      case Double d -> d.toString();
      case Boolean b -> b.toString();
      case List<?> list -> "a list of " + list.size();
      case Map<?, ?> _ -> "an object";
      default -> "a value that JSON does not have";
    };
  }
}
