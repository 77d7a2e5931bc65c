package io.cyanwatch.detection;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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

  /// @param patience of a silence: from its last word until then; null for other kinds, and where
  /// it is not known
  record Deadline(long device, Kind kind, Instant dueAt, @Nullable Duration patience) {
    Deadline(long device, Kind kind, Instant dueAt) {
      this(device, kind, dueAt, null);
    }

    static Deadline silence(long device, Instant dueAt, Duration patience) {
      return new Deadline(device, Kind.SILENCE, dueAt, patience);
    }

    /// @param patience of the device by now
    Deadline movedTo(Instant later, Duration patience) {
      return new Deadline(device, kind, later, kind == Kind.SILENCE ? patience : null);
    }

    private @Nullable Long patienceMs() {
      return patience == null ? null : patience.toMillis();
    }
  }

  /// A silence that is none: the device spoke.
  record Postponed(Deadline deadline, Instant to) {}

  private final JdbcClient jdbc;

  Deadlines(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private static final Comparator<Deadline> ORDER =
      Comparator.comparingLong(Deadline::device).thenComparing(Deadline::kind);

  /// What is awaited of a device since it changed like this.
  static List<Deadline> of(
      long device, DeviceState old, DeviceState after, Duration willGrace, Instant now) {
    var due = new ArrayList<Deadline>();
    var look = after.look();
    if (look != null && !look.equals(old.look())) {
      due.add(new Deadline(device, Kind.LOOK, look));
    }
    var severed = after.severed();
    if (severed != null && !severed.equals(old.severed())) {
      due.add(new Deadline(device, Kind.WILL, severed.at().plus(willGrace)));
    }
    if (after.online() && !(old.online() && old.patience().equals(after.patience()))) {
      // It looks at when the device was last heard, and moves itself.
      due.add(Deadline.silence(device, now.plus(after.patience()), after.patience()));
    }
    return due;
  }

  /// Whose rows say what is no longer so; a will whose grace lasts stays.
  static List<Kind> settled(DeviceState before, DeviceState after) {
    var settled = new ArrayList<Kind>();
    if (!Objects.equals(before.severed(), after.severed())) {
      settled.add(Kind.WILL);
    }
    if (!Objects.equals(before.look(), after.look())) {
      settled.add(Kind.LOOK);
    }
    return settled;
  }

  /// Sets each, taking the place of an older one of the same device and kind; the last counts.
  void set(Collection<Deadline> deadlines) {
    if (deadlines.isEmpty()) {
      return;
    }
    var last = new TreeMap<Deadline, Deadline>(ORDER);
    deadlines.forEach(deadline -> last.put(deadline, deadline));
    var sorted = last.values();
    jdbc.sql(
            """
            insert into detection.deadline (device, kind, due_at, patience_ms)
            select * from unnest(:devices::bigint[], :kinds::text[], :dues::timestamptz[],
              :patiences::bigint[])
            on conflict (device, kind) do update set
              due_at = excluded.due_at, patience_ms = excluded.patience_ms
            """)
        .param("patiences", sorted.stream().map(Deadline::patienceMs).toArray(Long[]::new))
        .param("devices", sorted.stream().map(Deadline::device).toArray(Long[]::new))
        .param("kinds", sorted.stream().map(d -> d.kind().key()).toArray(String[]::new))
        .param(
            "dues", sorted.stream().map(d -> Timestamp.from(d.dueAt())).toArray(Timestamp[]::new))
        .update();
  }

  /// They were settled when the device spoke again.
  void forget(long device, Collection<Kind> kinds) {
    if (kinds.isEmpty()) {
      return;
    }
    jdbc.sql("delete from detection.deadline where device = :device and kind = any(:kinds)")
        .param("device", device)
        .param("kinds", kinds.stream().map(Kind::key).toArray(String[]::new))
        .update();
  }

  /// Those whose time has come, the longest due first. Takes no locks.
  List<Deadline> due(Instant now, int limit) {
    return jdbc.sql(
            """
            select device, kind, due_at, patience_ms from detection.deadline where due_at <= :now
            order by due_at limit :limit
            """)
        .param("now", Timestamp.from(now))
        .param("limit", limit)
        .query(
            (row, _) ->
                new Deadline(
                    row.getLong("device"),
                    Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                    row.getTimestamp("due_at").toInstant(),
                    patience(row.getObject("patience_ms", Long.class))))
        .list();
  }

  private static @Nullable Duration patience(@Nullable Long ms) {
    return ms == null ? null : Duration.ofMillis(ms);
  }

  /// Moves those that nobody moved meanwhile, or is moving. Needs no lock of the devices: they can
  /// only have been heard later still.
  void postpone(List<Postponed> postponed) {
    if (postponed.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update detection.deadline d set due_at = v.later
            from (
              select mine.ctid, x.later
              from unnest(:devices::bigint[], :dues::timestamptz[], :laters::timestamptz[])
                as x (device, due, later),
              lateral (
                select was.ctid from detection.deadline was
                where was.device = x.device and was.kind = 'silence' and was.due_at = x.due
                for update skip locked
              ) as mine
            ) as v
            where d.ctid = v.ctid
            """)
        .param("devices", postponed.stream().map(p -> p.deadline.device).toArray(Long[]::new))
        .param(
            "dues",
            postponed.stream().map(p -> Timestamp.from(p.deadline.dueAt)).toArray(Timestamp[]::new))
        .param(
            "laters", postponed.stream().map(p -> Timestamp.from(p.to)).toArray(Timestamp[]::new))
        .update();
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
