package io.cyanwatch.ingest;

import io.cyanwatch.ingest.Batch.Outcome;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/// Whether a failure lies with the messages, or with the world.
///
/// A database that is away, full, read-only or busy may be well again: nothing is lost by waiting.
/// What fails the same way each time would hold up everybody behind it.
final class Patience {
  private static final String UNIQUE_VIOLATION = "23505";

  private Patience() {}

  static Outcome on(Throwable failure) {
    var state = sqlState(failure);
    if (state.isPresent()) {
      if (state.get().equals(UNIQUE_VIOLATION)) {
        return Outcome.AGAIN;
      }
      return isOfTheData(state.get()) ? Outcome.NEVER : Outcome.LATER;
    }
    return isOfTheWorld(failure) ? Outcome.LATER : Outcome.NEVER;
  }

  private static boolean isOfTheData(String state) {
    return state.startsWith("22") || state.startsWith("23");
  }

  private static boolean isOfTheWorld(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException
          || cause instanceof TransactionException
          || cause instanceof TransientDataAccessException
          || cause instanceof RecoverableDataAccessException
          || cause instanceof NonTransientDataAccessResourceException
          || cause instanceof java.io.IOException
          || cause instanceof Error) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> sqlState(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return Optional.of(sql.getSQLState());
      }
    }
    return Optional.empty();
  }
}
