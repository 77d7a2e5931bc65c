package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Coder.Odds;
import io.cyanwatch.timeline.Shape.Values;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Codes values that are no numbers: each different one is spelt once, in a dictionary.
final class Tokens {
  private static final int LONGEST = 1 << 20;

  private final Odds letters = new Odds(256);
  private final Odds numeric = new Odds(1);
  private final Numbers sizes = new Numbers();

  boolean areNumbers(Coder coder, boolean numbers) {
    return coder.bit(numeric, 0, numbers ? 1 : 0) == 1;
  }

  /// The different tokens of a place in the order in which they appear; which of them each record
  /// has goes into `column`.
  List<byte[]> dictionary(Coder coder, int place, List<Values> given, long[] column) {
    var index = new LinkedHashMap<ByteBuffer, Integer>();
    for (var n = 0; n < given.size(); n++) {
      var token = ByteBuffer.wrap(token(given.get(n), place));
      column[n] = index.computeIfAbsent(token, _ -> index.size());
    }
    var spelt = List.copyOf(index.keySet());
    var count = size(coder, index.size());
    var words = new ArrayList<byte[]>();
    for (var n = 0; n < count; n++) {
      words.add(word(coder, coder.encoding() ? spelt.get(n).array() : new byte[0]));
    }
    return words;
  }

  /// A short word, spelt each time.
  String text(Coder coder, String given) {
    var letters = given.getBytes(StandardCharsets.UTF_8);
    return new String(word(coder, letters), StandardCharsets.UTF_8);
  }

  private static byte[] token(Values values, int place) {
    if (values.shape().isNone()) {
      return values.tokens()[place];
    }
    var out = new ByteSink(16);
    values.token(place, out);
    return out.toBytes();
  }

  static void put(Values values, int place, byte[] token) {
    if (!values.shape().isNone() && token.length > 0 && (token[0] & 0xc0) == 0) {
      var walk = new CborWalk(token);
      if (walk.next() && walk.isNumber()) {
        values.numbers()[place] = walk.number();
        values.tokens()[place] = Values.NUMBER;
        return;
      }
    }
    values.tokens()[place] = token;
  }

  private byte[] word(Coder coder, byte[] given) {
    var word = new byte[size(coder, given.length)];
    for (var n = 0; n < word.length; n++) {
      var letter = coder.encoding() ? given[n] & 0xff : 0;
      var coded = 1;
      for (var bit = 7; bit >= 0; bit--) {
        coded = (coded << 1) | coder.bit(letters, coded, (letter >> bit) & 1);
      }
      word[n] = (byte) coded;
    }
    return word;
  }

  private int size(Coder coder, int size) {
    var coded = sizes.code(coder, size);
    if (coded < 0 || coded > LONGEST) {
      throw new ByteSource.Broken("A word of " + coded + " bytes.");
    }
    return (int) coded;
  }
}
