package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.link.BrokerAddress;
import io.cyanwatch.link.LinkChanged;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

/// What it does to the rows is taken back after each test: the application watches with them, too.
@CyanwatchTest
class WatchTests {
  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");

  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;

  @Test
  void whileTheBrokerIsAwayNobodyWatches() {
    unwatched(
        () -> {
          var watch = watch("a");
          watch.on(new LinkChanged(true, T));
          watch.on(new LinkChanged(false, T.plusSeconds(5)));
          assertThat(watch.since()).isEmpty();
          watch.on(new LinkChanged(true, T.plusSeconds(9)));
          assertThat(watch.since()).contains(T.plusSeconds(9));
          assertThat(rows()).containsExactly("broker 5-9");
        });
  }

  @Test
  void sinceWhenWeWatchedIsKnownOfThisStretchAndTheOneBefore() {
    unwatched(
        () -> {
          var watch = watch("a");
          watch.on(new LinkChanged(true, T));
          watch.on(new LinkChanged(false, T.plusSeconds(5)));
          watch.on(new LinkChanged(false, T.plusSeconds(6)));

          assertThat(watch.since()).isEmpty();
          assertThat(watch.since(T.minusMillis(1))).isEmpty();
          assertThat(watch.since(T)).contains(T);
          assertThat(watch.since(T.plusSeconds(5).minusMillis(1))).contains(T);
          assertThat(watch.since(T.plusSeconds(5))).isEmpty();

          watch.on(new LinkChanged(true, T.plusSeconds(9)));
          assertThat(watch.since(T.plusSeconds(4))).contains(T);
          assertThat(watch.since(T.plusSeconds(8))).isEmpty();
          assertThat(watch.since(T.plusSeconds(9))).contains(T.plusSeconds(9));
        });
  }

  @Test
  void whatCannotBeWrittenDownIsWrittenDownWhenTheDatabaseIsBack() {
    var database = new Interrupted(transaction);
    unwatched(
        () -> {
          var watch = watch("a", database);
          watch.on(new LinkChanged(true, T));

          database.away = true;
          watch.on(new LinkChanged(false, T.plusSeconds(5)));
          assertThat(watch.since()).isEmpty();
          watch.on(new LinkChanged(true, T.plusSeconds(9)));
          watch.writeDown();
          assertThat(watch.since()).isEmpty();
          assertThat(rows()).isEmpty();

          database.away = false;
          watch.writeDown();
          assertThat(watch.since()).contains(T.plusSeconds(9));
          assertThat(rows()).containsExactly("broker 5-9");
        });
  }

  @Test
  void aBackendThatDiedWithoutAWordWasAwaySinceItsLast() {
    unwatched(
        () -> {
          watch("a").on(new LinkChanged(true, T));
          watch("a").on(new LinkChanged(true, T.plusSeconds(600)));
          assertThat(rows()).containsExactly("backend 0-600");
        });
  }

  @Test
  void whileAnotherBackendWatchesNothingIsUnwatched() {
    unwatched(
        () -> {
          var a = watch("a");
          a.on(new LinkChanged(true, T));
          watch("b").on(new LinkChanged(true, T));
          a.on(new LinkChanged(false, T.plusSeconds(29)));
          assertThat(rows()).isEmpty();
        });
  }

  @Test
  void aBackendThatSaidNothingForThirtySecondsDoesNotCount() {
    unwatched(
        () -> {
          var a = watch("a");
          a.on(new LinkChanged(true, T));
          watch("b").on(new LinkChanged(true, T));
          a.on(new LinkChanged(false, T.plusSeconds(30)));
          assertThat(rows()).containsExactly("broker 30-…");
        });
  }

  @Test
  void theLastOfManyToLoseTheBrokerSaysSo() {
    unwatched(
        () -> {
          var a = watch("a");
          var b = watch("b");
          a.on(new LinkChanged(true, T));
          b.on(new LinkChanged(true, T));
          a.on(new LinkChanged(false, T.plusSeconds(1)));
          b.on(new LinkChanged(false, T.plusSeconds(2)));
          assertThat(rows()).containsExactly("broker 2-…");
        });
  }

  /// A database that is not there for a while.
  private static final class Interrupted extends TransactionTemplate {
    private final transient TransactionTemplate whole;
    private boolean away;

    Interrupted(TransactionTemplate whole) {
      this.whole = whole;
    }

    @Override
    public <R> R execute(TransactionCallback<R> action) {
      if (away) {
        throw new CannotCreateTransactionException("The database is away.");
      }
      return whole.execute(action);
    }
  }

  private Watch watch(String backend) {
    return watch(backend, transaction);
  }

  private Watch watch(String backend, TransactionTemplate transaction) {
    var broker = new BrokerAddress("127.0.0.1", 1883, false, backend);
    return new Watch(jdbc, broker, Clock.systemUTC(), transaction);
  }

  private void unwatched(Runnable test) {
    transaction.executeWithoutResult(
        status -> {
          jdbc.sql("delete from timeline.watch").update();
          jdbc.sql("delete from timeline.unwatched").update();
          test.run();
          status.setRollbackOnly();
        });
  }

  private List<String> rows() {
    return jdbc.sql("select * from timeline.unwatched order by from_at")
        .query(
            (row, _) ->
                row.getString("reason")
                    + " "
                    + seconds(row.getTimestamp("from_at"))
                    + "-"
                    + seconds(row.getTimestamp("to_at")))
        .list();
  }

  private static String seconds(Timestamp at) {
    if (at == null) {
      return "…";
    }
    return String.valueOf(at.toInstant().getEpochSecond() - T.getEpochSecond());
  }
}
