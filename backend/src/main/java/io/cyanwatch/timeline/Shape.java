package io.cyanwatch.timeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The form of a body: its structure without its values.
///
/// @param skeleton CBOR in which each value is replaced by the number zero
/// @param cuts where in the skeleton the values belong
/// @param places by dotted path, such as `wifi.rssi`: which of the values it is
record Shape(byte[] skeleton, int[] cuts, Map<String, Integer> places) {

  /// Of what is no proper CBOR: one token, the body itself.
  static final Shape NONE = new Shape(new byte[0], new int[1], Map.of());

  boolean isNone() {
    return skeleton.length == 0;
  }

  /// @throws ByteSource.Broken when these bytes are no skeleton
  static Shape of(byte[] skeleton) {
    var cuts = new int[16];
    var count = 0;
    for (var walk = new CborWalk(skeleton); walk.next(); count++) {
      if (count == cuts.length) {
        cuts = Arrays.copyOf(cuts, count * 2);
      }
      cuts[count] = walk.value;
    }
    return new Shape(skeleton, Arrays.copyOf(cuts, count), Paths.of(skeleton));
  }

  int size() {
    return cuts.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(skeleton, shape.skeleton);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(skeleton);
  }

  @Override
  public String toString() {
    return "Shape" + places.keySet();
  }

  /// A body taken apart. A value is a number where its token is empty, else the token.
  record Values(Shape shape, long[] numbers, byte[][] tokens) {
    static final byte[] NUMBER = {};

    boolean isNumber(int n) {
      return tokens[n].length == 0;
    }

    static Values raw(byte[] body) {
      return new Values(NONE, new long[1], new byte[][] {body});
    }

    /// The body as it was.
    byte[] body() {
      if (shape.isNone()) {
        return tokens[0];
      }
      var skeleton = shape.skeleton;
      var out = new ByteSink(skeleton.length + 128);
      var from = 0;
      for (var n = 0; n < shape.cuts.length; n++) {
        out.put(skeleton, from, shape.cuts[n]);
        token(n, out);
        from = shape.cuts[n] + 1;
      }
      return out.put(skeleton, from, skeleton.length).toBytes();
    }

    void token(int n, ByteSink out) {
      if (isNumber(n)) {
        CborWalk.write(out, numbers[n]);
      } else {
        out.put(tokens[n]);
      }
    }

    Optional<Long> number(String path) {
      return place(path).filter(this::isNumber).map(n -> numbers[n]);
    }

    Optional<Boolean> flag(String path) {
      return place(path)
          .map(n -> isNumber(n) ? 0 : tokens[n][0] & 0xff)
          .filter(head -> head == 0xf4 || head == 0xf5)
          .map(head -> head == 0xf5);
    }

    Optional<String> text(String path) {
      return place(path).filter(n -> !isNumber(n)).map(n -> Paths.text(tokens[n], 0));
    }

    private Optional<Integer> place(String path) {
      return Optional.ofNullable(shape.places.get(path));
    }
  }

  /// Takes bodies apart, making each shape once. For one task of one thread.
  static final class Anatomy {
    private final Map<Key, Shape> known = new HashMap<>();

    private record Key(byte[] bytes) {
      @Override
      public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
      }

      @Override
      public int hashCode() {
        return Arrays.hashCode(bytes);
      }
    }

    /// Empty when the body is no proper CBOR.
    Optional<Values> dissect(byte[] body) {
      var skeleton = new ByteSink(body.length);
      var tokens = new ArrayList<byte[]>(64);
      var numbers = new long[64];
      var walk = new CborWalk(body);
      try {
        while (walk.next()) {
          skeleton.put(body, walk.structure, walk.value).put(0);
          if (tokens.size() == numbers.length) {
            numbers = Arrays.copyOf(numbers, numbers.length * 2);
          }
          if (walk.isNumber()) {
            numbers[tokens.size()] = walk.number();
            tokens.add(Values.NUMBER);
          } else {
            tokens.add(Arrays.copyOfRange(body, walk.value, walk.end));
          }
        }
        skeleton.put(body, walk.structure, walk.value);
      } catch (ByteSource.Broken _) {
        return Optional.empty();
      }
      var shape = known.computeIfAbsent(new Key(skeleton.toBytes()), key -> Shape.of(key.bytes()));
      return Optional.of(new Values(shape, numbers, tokens.toArray(byte[][]::new)));
    }
  }

  /// Dotted paths of the values of a skeleton. What lies in an array has none.
  private static final class Paths {
    private final byte[] bytes;
    private final Map<String, Integer> places = new HashMap<>();
    private int at;
    private int value;

    private Paths(byte[] bytes) {
      this.bytes = bytes;
    }

    static Map<String, Integer> of(byte[] skeleton) {
      var paths = new Paths(skeleton);
      paths.item(List.of(), true);
      return Map.copyOf(paths.places);
    }

    private void item(List<String> path, boolean named) {
      var head = bytes[at] & 0xff;
      switch (head >>> 5) {
        case 5 -> elements(path, named, true);
        case 4 -> elements(path, false, false);
        default -> {
          if (named && !path.isEmpty()) {
            places.putIfAbsent(String.join(".", path), value);
          }
          value++;
          at++;
        }
      }
    }

    private void elements(List<String> path, boolean named, boolean map) {
      var size = (bytes[at] & 0x1f) == 31 ? Long.MAX_VALUE : argument(bytes, at);
      at = behindHead(bytes, at);
      for (var n = 0L; n < size; n++) {
        if ((bytes[at] & 0xff) == 0xff) {
          at++;
          return;
        }
        if (!map) {
          item(path, false);
          continue;
        }
        var inner = new ArrayList<>(path);
        inner.add(text(bytes, at));
        at = behindHead(bytes, at) + (isText(bytes[at]) ? (int) argument(bytes, at) : 0);
        item(inner, named);
      }
    }

    private static boolean isText(byte head) {
      return (head & 0xe0) == 0x60 || (head & 0xe0) == 0x40;
    }

    static String text(byte[] bytes, int at) {
      if ((bytes[at] & 0xe0) != 0x60) {
        return "";
      }
      var from = behindHead(bytes, at);
      return new String(
          bytes, from, (int) argument(bytes, at), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static int behindHead(byte[] bytes, int at) {
      var low = bytes[at] & 0x1f;
      return at + (low < 24 || low == 31 ? 1 : 1 + (1 << (low - 24)));
    }

    private static long argument(byte[] bytes, int at) {
      var value = (long) (bytes[at] & 0x1f);
      if (value >= 24) {
        value = 0;
        for (var i = at + 1; i < behindHead(bytes, at); i++) {
          value = (value << 8) | (bytes[i] & 0xff);
        }
      }
      return value;
    }
  }
}
