package io.cyanwatch.timeline;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Rows in PostgreSQL's binary COPY format, collected in memory and sent in one go.
final class BinaryCopy {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };

  /// PostgreSQL counts microseconds from the year 2000.
  private static final long EPOCH_SECONDS = 946_684_800L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
  private final DataOutputStream out = new DataOutputStream(bytes);

  BinaryCopy() {
    write(
        () -> {
          out.write(SIGNATURE);
          out.writeInt(0);
          out.writeInt(0);
        });
  }

  BinaryCopy row(int columns) {
    write(() -> out.writeShort(columns));
    return this;
  }

  BinaryCopy bigint(long value) {
    write(
        () -> {
          out.writeInt(8);
          out.writeLong(value);
        });
    return this;
  }

  BinaryCopy bigint(@Nullable Long value) {
    return value == null ? nothing() : bigint(value.longValue());
  }

  BinaryCopy integer(@Nullable Long value) {
    if (value == null) {
      return nothing();
    }
    write(
        () -> {
          out.writeInt(4);
          out.writeInt(Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
        });
    return this;
  }

  BinaryCopy smallint(int value) {
    write(
        () -> {
          out.writeInt(2);
          out.writeShort(value);
        });
    return this;
  }

  BinaryCopy bool(@Nullable Boolean value) {
    if (value == null) {
      return nothing();
    }
    write(
        () -> {
          out.writeInt(1);
          out.writeByte(value ? 1 : 0);
        });
    return this;
  }

  BinaryCopy text(@Nullable String value) {
    return bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  BinaryCopy bytes(byte @Nullable [] value) {
    if (value == null) {
      return nothing();
    }
    write(
        () -> {
          out.writeInt(value.length);
          out.write(value);
        });
    return this;
  }

  BinaryCopy instant(Instant value) {
    var micros = (value.getEpochSecond() - EPOCH_SECONDS) * 1_000_000 + value.getNano() / 1_000;
    return bigint(micros);
  }

  /// Sends all rows. `copy` is a `copy … from stdin (format binary)`.
  void send(Connection connection, String copy) throws SQLException {
    write(() -> out.writeShort(-1));
    var in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
    try {
      in.writeToCopy(bytes.toByteArray(), 0, bytes.size());
      in.endCopy();
    } finally {
      if (in.isActive()) {
        in.cancelCopy();
      }
    }
  }

  private BinaryCopy nothing() {
    write(() -> out.writeInt(-1));
    return this;
  }

  private static void write(Write write) {
    try {
      write.run();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to write", e);
    }
  }

  private interface Write {
    void run() throws IOException;
  }
}
