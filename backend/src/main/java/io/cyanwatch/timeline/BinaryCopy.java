package io.cyanwatch.timeline;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/// Rows in PostgreSQL's binary COPY format, collected in memory and sent in one go. They lie in
/// pieces: an array of half a megabyte is a burden to the garbage collector.
final class BinaryCopy {
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  /// PostgreSQL counts microseconds from the year 2000.
  private static final long EPOCH_SECONDS = 946_684_800L;

  private static final int PIECE = 128 * 1024;

  private final List<ByteSink> full = new ArrayList<>();
  private ByteSink out;

  /// @param expected bytes
  BinaryCopy(int expected) {
    out = new ByteSink(Math.min(expected, PIECE) + 1024).put(HEADER);
  }

  boolean isEmpty() {
    return full.isEmpty() && out.size() == HEADER.length;
  }

  BinaryCopy row(int columns) {
    if (out.size() >= PIECE) {
      full.add(out);
      out = new ByteSink(PIECE + 1024);
    }
    out.fixed(columns, 2);
    return this;
  }

  BinaryCopy bigint(long value) {
    out.fixed(8, 4).fixed(value, 8);
    return this;
  }

  BinaryCopy integer(int value) {
    out.fixed(4, 4).fixed(value, 4);
    return this;
  }

  BinaryCopy smallint(int value) {
    out.fixed(2, 4).fixed(value, 2);
    return this;
  }

  BinaryCopy text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  BinaryCopy bytes(byte[] value) {
    out.fixed(value.length, 4).put(value);
    return this;
  }

  BinaryCopy nothing() {
    out.fixed(-1, 4);
    return this;
  }

  BinaryCopy instant(Instant value) {
    return bigint((value.getEpochSecond() - EPOCH_SECONDS) * 1_000_000 + value.getNano() / 1_000);
  }

  /// @param value milliseconds since 1970
  BinaryCopy millis(long value) {
    return bigint((value - EPOCH_SECONDS * 1_000) * 1_000);
  }

  /// Sends all rows. `copy` is a `copy … from stdin (format binary)`.
  void send(Connection connection, String copy) throws SQLException {
    full.add(out.fixed(-1, 2));
    var in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
    try {
      for (var piece : full) {
        in.writeToCopy(piece.shared(), 0, piece.size());
      }
      in.endCopy();
    } finally {
      if (in.isActive()) {
        in.cancelCopy();
      }
    }
  }
}
