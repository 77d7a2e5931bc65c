package io.cyanwatch.fleet;

import io.cyanwatch.access.Paging;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Who speaks without being registered. A knock is counted in memory and written every two seconds,
/// all ids in one statement: a flood costs no more than that, and whoever notes one never waits.
@Component
class Knocks {
  static final int MOST = 1_000;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private Map<String, Knock> pending = new HashMap<>();

  Knocks(JdbcClient jdbc, TransactionTemplate transaction, JsonMapper json) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.json = json;
  }

  /// A device that waits to be adopted.
  record Knock(String id, Instant firstAt, Instant lastAt, long times) {

    Knock again(Knock later) {
      return new Knock(id, firstAt, later.lastAt, times + later.times);
    }
  }

  /// More than [#MOST] ids within two seconds are an attack; the rest of them is dropped.
  synchronized void note(String id, Instant at) {
    if (pending.size() < MOST || pending.containsKey(id)) {
      pending.merge(id, new Knock(id, at, at, 1), Knock::again);
    }
  }

  @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
  void write() {
    var knocks = taken();
    if (!knocks.isEmpty()) {
      var list = json.writeValueAsString(knocks.values());
      transaction.executeWithoutResult(_ -> write(list));
    }
  }

  /// Whoever was registered waits no more.
  void answered(String id) {
    synchronized (this) {
      pending.remove(id);
    }
    jdbc.sql("delete from fleet.knock where id = :id").param("id", id).update();
  }

  boolean waiting(String id) {
    write();
    return jdbc.sql("select count(*) from fleet.knock where id = :id")
            .param("id", id)
            .query(Integer.class)
            .single()
        == 1;
  }

  /// Whoever spoke last comes first.
  List<Knock> rows(Paging paging) {
    write();
    return jdbc.sql(
            """
            select id, first_at, last_at, times from fleet.knock
            where :first or (last_at, id) < (:at, :id)
            order by last_at desc, id desc limit :limit
            """)
        .param("first", paging.first())
        .param("at", Timestamp.from(paging.first() ? Instant.EPOCH : paging.instant(0)))
        .param("id", paging.first() ? "" : paging.text(1))
        .param("limit", paging.fetch())
        .query(Knock.class)
        .list();
  }

  private synchronized Map<String, Knock> taken() {
    var knocks = pending;
    pending = new HashMap<>();
    return knocks;
  }

  private void write(String list) {
    jdbc.sql(
            """
            insert into fleet.knock (id, first_at, last_at, times)
            select k.id, k.first_at, k.last_at, k.times
            from jsonb_to_recordset(:list::jsonb)
              as k (id text, first_at timestamptz, last_at timestamptz, times bigint)
            where not exists (select from fleet.device d where d.id = k.id)
            order by k.id
            on conflict (id) do update set
              last_at = greatest(knock.last_at, excluded.last_at),
              times = knock.times + excluded.times
            """)
        .param("list", list)
        .update();
    jdbc.sql(
            """
            delete from fleet.knock where id in
              (select id from fleet.knock order by last_at desc, id desc offset :most)
            """)
        .param("most", MOST)
        .update();
  }
}
