package io.cyanwatch.timeline;

import io.cyanwatch.timeline.Timelines.Boot;
import io.cyanwatch.timeline.Timelines.Unwatched;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// From rows of the timeline to what is read of them.
final class Rows {
  private Rows() {}

  static Boot boot(ResultSet row, int n) throws SQLException {
    return new Boot(
        row.getTimestamp("first_at").toInstant(),
        row.getString("boot"),
        row.getString("reset"),
        row.getObject("reset_data", Long.class),
        row.getObject("expected", Boolean.class),
        row.getString("firmware"),
        row.getString("os"),
        row.getString("hardware"),
        row.getString("ip"),
        row.getObject("port", Integer.class),
        List.of((String[]) row.getArray("caps").getArray()),
        wide(row.getObject("interval_ms", Integer.class)));
  }

  static Unwatched unwatched(ResultSet row, int n) throws SQLException {
    var to = row.getTimestamp("to_at");
    return new Unwatched(
        row.getTimestamp("from_at").toInstant(),
        to == null ? null : to.toInstant(),
        row.getString("reason"));
  }

  private static @Nullable Long wide(@Nullable Integer value) {
    return value == null ? null : value.longValue();
  }
}
