package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@CyanwatchTest
class BinaryCopyTests {
  @Autowired DataSource source;

  /// A piece is 128 KiB: the rows of some of these end on its edge, before it and behind it.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000, 131_000, 131_060, 131_072, 200_000, 400_000})
  void whatLiesInManyPiecesArrivesWhole(int longest) throws SQLException {
    try (var connection = source.getConnection()) {
      scrap(connection);
      var copy = new BinaryCopy(0);
      for (var n = 0; n < 40; n++) {
        copy.row(2).bigint(n).bytes(body(n, longest));
      }
      copy.send(connection, "copy pg_temp.scrap (nr, body) from stdin (format binary)");

      try (var rows =
          connection.createStatement().executeQuery("select nr, body from scrap order by nr")) {
        for (var n = 0; n < 40; n++) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getLong(1)).isEqualTo(n);
          assertThat(rows.getBytes(2)).isEqualTo(body(n, longest));
        }
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @Test
  void nothingIsEmptyUntilThereIsARow() {
    assertThat(new BinaryCopy(1_000_000).isEmpty()).isTrue();
    assertThat(new BinaryCopy(0).row(1).integer(1).isEmpty()).isFalse();
  }

  private static void scrap(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("drop table if exists pg_temp.scrap");
      statement.execute("create temp table scrap (nr bigint, body bytea)");
    }
  }

  private static byte[] body(int n, int longest) {
    var body = new byte[n % 3 == 0 ? longest : n];
    Arrays.fill(body, (byte) n);
    return body;
  }
}
