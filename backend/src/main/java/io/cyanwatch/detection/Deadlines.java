package io.cyanwatch.detection;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of `detection.deadline`: when to look at a device again although it says nothing.
@Repository
class Deadlines {

  /// Why a device is looked at again.
  enum Kind {
    SILENCE,
    WILL,
    /// Time alone may have changed what a rule finds.
    LOOK;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  record Deadline(long device, Kind kind, Instant dueAt) {}

  private final JdbcClient jdbc;

  Deadlines(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Sets each, taking the place of an older one of the same device and kind.
  void set(Collection<Deadline> deadlines) {
    if (deadlines.isEmpty()) {
      return;
    }
    var sorted =
        deadlines.stream()
            .sorted(
                (a, b) ->
                    a.device() == b.device()
                        ? a.kind().compareTo(b.kind())
                        : Long.compare(a.device(), b.device()))
            .toList();
    jdbc.sql(
            """
            insert into detection.deadline (device, kind, due_at)
            select * from unnest(:devices::bigint[], :kinds::text[], :dues::timestamptz[])
            on conflict (device, kind) do update set due_at = excluded.due_at
            """)
        .param("devices", sorted.stream().map(Deadline::device).toArray(Long[]::new))
        .param("kinds", sorted.stream().map(d -> d.kind().key()).toArray(String[]::new))
        .param(
            "dues", sorted.stream().map(d -> Timestamp.from(d.dueAt())).toArray(Timestamp[]::new))
        .update();
  }

  /// Those whose time has come, the longest due first. Takes no locks.
  List<Deadline> due(Instant now, int limit) {
    return jdbc.sql(
            """
            select device, kind, due_at from detection.deadline where due_at <= :now
            order by due_at limit :limit
            """)
        .param("now", Timestamp.from(now))
        .param("limit", limit)
        .query(
            (row, _) ->
                new Deadline(
                    row.getLong("device"),
                    Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                    row.getTimestamp("due_at").toInstant()))
        .list();
  }

  /// Takes away those that nobody moved meanwhile. The caller has locked their devices.
  void done(Collection<Deadline> deadlines) {
    jdbc.sql(
            """
            delete from detection.deadline d
            using unnest(:devices::bigint[], :kinds::text[], :dues::timestamptz[])
              as v (device, kind, due_at)
            where d.device = v.device and d.kind = v.kind and d.due_at = v.due_at
            """)
        .param("devices", deadlines.stream().map(Deadline::device).toArray(Long[]::new))
        .param("kinds", deadlines.stream().map(d -> d.kind().key()).toArray(String[]::new))
        .param(
            "dues",
            deadlines.stream().map(d -> Timestamp.from(d.dueAt())).toArray(Timestamp[]::new))
        .update();
  }
}
