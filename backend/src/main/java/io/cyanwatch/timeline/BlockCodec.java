package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Shape.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/// How the heartbeats of one device and hour lie in `timeline.block`: by column, each foretold from
/// what came before and then coded by how likely it is.
final class BlockCodec {
  private static final int VERSION = 1;

  private BlockCodec() {}

  /// Numbers for shapes, so that each is stored once for all devices.
  interface Shapes {
    int number(Shape shape);

    Shape shape(int number);
  }

  /// A heartbeat whose body is taken apart.
  ///
  /// @param values without a shape where the body is no proper CBOR; it is then one token
  record Beat(Sample sample, Values values) {
    static Beat of(Sample sample, Shape.Anatomy anatomy) {
      var values = anatomy.dissect(sample.body()).orElseGet(() -> Values.raw(sample.body()));
      return new Beat(sample, values);
    }
  }

  /// @param beats in order, all of the hour that begins at `hour`
  static byte[] encode(long hour, List<Beat> beats, Shapes shapes) {
    var out = new ByteSink(256 + beats.size() * 16).put(VERSION);
    var coder = Coder.encoder(out);
    new Block(coder, shapes, hour).code(beats);
    coder.finish();
    return out.toBytes();
  }

  /// @throws ByteSource.Broken when these bytes are no block
  static List<Beat> decode(long hour, byte[] block, Shapes shapes) {
    if (block.length == 0 || block[0] != VERSION) {
      throw new ByteSource.Broken("A block of an unknown version.");
    }
    var coder = Coder.decoder(Arrays.copyOfRange(block, 1, block.length));
    return new Block(coder, shapes, hour).code(List.of());
  }

  /// One block on its way in or out: the same steps in the same order.
  private static final class Block {
    private static final int MOST = 1 << 20;

    private final Coder coder;
    private final Shapes shapes;
    private final long hour;
    private final Column columns = new Column();
    private final Numbers sizes = new Numbers();
    private final Tokens tokens = new Tokens();

    Block(Coder coder, Shapes shapes, long hour) {
      this.coder = coder;
      this.shapes = shapes;
      this.hour = hour;
    }

    List<Beat> code(List<Beat> beats) {
      var count = size(beats.size());
      var at = column(count, beats, sample -> sample.at() - hour);
      var late = column(count, beats, sample -> sample.receivedAt() - sample.at());
      var up = column(count, beats, sample -> sample.up() - (sample.at() - hour));
      var boot = column(count, beats, Sample::boot);
      var seq = column(count, beats, Sample::seq);
      var conn = column(count, beats, Sample::conn);
      var error = column(count, beats, Sample::error);
      var bodies = bodies(count, beats);
      var all = new ArrayList<Beat>(count);
      for (var n = 0; n < count; n++) {
        var values = bodies[n];
        if (values == null) {
          throw new ByteSource.Broken("A record of no known shape.");
        }
        var body = values.body();
        var when = hour + at[n];
        all.add(
            new Beat(
                new Sample(
                    when,
                    when + late[n],
                    (int) boot[n],
                    seq[n],
                    conn[n],
                    up[n] + at[n],
                    error[n],
                    body),
                values));
      }
      return all;
    }

    private interface Part {
      long of(Sample sample);
    }

    private long[] column(int count, List<Beat> beats, Part part) {
      var values = new long[count];
      for (var n = 0; n < beats.size(); n++) {
        values[n] = part.of(beats.get(n).sample());
      }
      columns.code(coder, values);
      return values;
    }

    private Values[] bodies(int count, List<Beat> beats) {
      var kinds = new LinkedHashMap<Shape, Integer>();
      beats.forEach(beat -> kinds.putIfAbsent(beat.values().shape(), kinds.size()));
      var kindOf = new long[count];
      for (var n = 0; n < beats.size(); n++) {
        kindOf[n] = kinds.getOrDefault(beats.get(n).values().shape(), 0);
      }
      var known = shapes(List.copyOf(kinds.keySet()));
      columns.code(coder, kindOf);
      var bodies = new Values[count];
      for (var kind = 0; kind < known.size(); kind++) {
        var rows = rows(kindOf, kind);
        if (rows.isEmpty()) {
          throw new ByteSource.Broken("A shape that no record has.");
        }
        var given =
            coder.encoding() ? rows.stream().map(n -> beats.get(n).values()).toList() : null;
        var values = values(known.get(kind), rows.size(), given == null ? List.of() : given);
        for (var n = 0; n < rows.size(); n++) {
          bodies[rows.get(n)] = values.get(n);
        }
      }
      return bodies;
    }

    private static List<Integer> rows(long[] kindOf, int kind) {
      var rows = new ArrayList<Integer>();
      for (var n = 0; n < kindOf.length; n++) {
        if (kindOf[n] == kind) {
          rows.add(n);
        }
      }
      return rows;
    }

    private List<Shape> shapes(List<Shape> given) {
      var count = size(given.size());
      var coded = new ArrayList<>(given);
      for (var n = 0; n < count; n++) {
        var number = sizes.code(coder, coder.encoding() ? number(given.get(n)) : 0);
        if (!coder.encoding()) {
          coded.add(number == 0 ? Shape.NONE : shape(number));
        }
      }
      return coded;
    }

    /// Zero stands for no shape.
    private int number(Shape shape) {
      return shape.isNone() ? 0 : shapes.number(shape);
    }

    private Shape shape(long number) {
      return shapes.shape(Math.clamp(number, 0, Integer.MAX_VALUE));
    }

    private List<Values> values(Shape shape, int count, List<Values> given) {
      var coded = new ArrayList<Values>(count);
      for (var n = 0; n < count; n++) {
        coded.add(new Values(shape, new long[shape.size()], new byte[shape.size()][]));
      }
      for (var place = 0; place < shape.size(); place++) {
        place(place, coded, given);
      }
      return coded;
    }

    private void place(int place, List<Values> coded, List<Values> given) {
      var allNumbers = given.stream().allMatch(values -> values.isNumber(place));
      var column = new long[coded.size()];
      if (tokens.areNumbers(coder, allNumbers && !coded.getFirst().shape().isNone())) {
        for (var n = 0; n < given.size(); n++) {
          column[n] = given.get(n).numbers()[place];
        }
        columns.code(coder, column);
        for (var n = 0; n < column.length; n++) {
          coded.get(n).numbers()[place] = column[n];
          coded.get(n).tokens()[place] = Values.NUMBER;
        }
        return;
      }
      var words = tokens.dictionary(coder, place, given, column);
      columns.code(coder, column);
      for (var n = 0; n < column.length; n++) {
        if (column[n] < 0 || column[n] >= words.size()) {
          throw new ByteSource.Broken("There is no word " + column[n] + ".");
        }
        Tokens.put(coded.get(n), place, words.get((int) column[n]));
      }
    }

    private int size(int size) {
      var coded = sizes.code(coder, size);
      if (coded < 0 || coded > MOST) {
        throw new ByteSource.Broken("A block of " + coded + " parts.");
      }
      return (int) coded;
    }
  }
}
