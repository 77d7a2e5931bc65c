package io.cyanwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.ingest.Batch.Outcome;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.CannotCreateTransactionException;

class PatienceTests {

  /// Away, shutting down, full, read-only, deadlock, too busy, not there yet.
  @ParameterizedTest
  @ValueSource(strings = {"08006", "57P01", "53100", "25006", "40P01", "55P03", "42P01"})
  void aDatabaseThatIsNotWellIsWaitedFor(String state) {
    assertThat(Patience.on(wrapped(new SQLException("no", state)))).isEqualTo(Outcome.LATER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"22021", "22003", "23502", "23514"})
  void whatTheDatabaseCannotHoldIsNotTriedForEver(String state) {
    assertThat(Patience.on(wrapped(new SQLException("no", state)))).isEqualTo(Outcome.NEVER);
  }

  @Test
  void aRowThatAnotherMadeIsTriedAgainAFewTimes() {
    assertThat(Patience.on(wrapped(new SQLException("no", "23505")))).isEqualTo(Outcome.AGAIN);
  }

  @Test
  void noConnectionIsWaitedFor() {
    var none = new SQLTransientConnectionException("the pool is empty");

    assertThat(Patience.on(new CannotCreateTransactionException("no", none)))
        .isEqualTo(Outcome.LATER);
    assertThat(Patience.on(new DataAccessResourceFailureException("no"))).isEqualTo(Outcome.LATER);
  }

  @Test
  void aDefectOfOursIsLookedForInTheBatch() {
    assertThat(Patience.on(new IllegalStateException("a rule stumbled"))).isEqualTo(Outcome.NEVER);
    assertThat(Patience.on(new ArithmeticException("/ by zero"))).isEqualTo(Outcome.NEVER);
  }

  @Test
  void tooLittleMemoryIsWaitedFor() {
    assertThat(Patience.on(new OutOfMemoryError())).isEqualTo(Outcome.LATER);
  }

  private static Throwable wrapped(SQLException cause) {
    return new DataIntegrityViolationException("no", cause);
  }
}
