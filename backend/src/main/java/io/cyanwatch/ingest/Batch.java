package io.cyanwatch.ingest;

import io.cyanwatch.detection.Detection;
import io.cyanwatch.ingest.Sorting.Sorted;
import io.cyanwatch.timeline.Timeline;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Stores a batch: everything that follows from it, in one transaction, or nothing.
@Component
class Batch {
  private static final Logger log = LoggerFactory.getLogger(Batch.class);

  private final Sorting sorting;
  private final Timeline timeline;
  private final Detection detection;
  private final Quarantine quarantine;
  private final Receipts receipts;
  private final Tally tally;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Batch(
      Sorting sorting,
      Timeline timeline,
      Detection detection,
      Quarantine quarantine,
      Receipts receipts,
      Tally tally,
      TransactionTemplate transaction,
      ApplicationEventPublisher events,
      Clock clock) {
    this.sorting = sorting;
    this.timeline = timeline;
    this.detection = detection;
    this.quarantine = quarantine;
    this.receipts = receipts;
    this.tally = tally;
    this.transaction = transaction;
    this.events = events;
    this.clock = clock;
  }

  /// What became of a batch.
  enum Outcome {
    /// Durable or refused for good: may be acknowledged.
    STORED,
    /// The database is not there, or busy: try again.
    LATER,
    /// Two transactions made the same row: the next look sees it, unless the fault is ours.
    AGAIN,
    /// Something in it can never be stored.
    NEVER
  }

  /// Never throws: what fails is tried again, or halved.
  Outcome store(List<Post> posts) {
    try {
      var sorted = sorting.sort(posts);
      var started = System.nanoTime();
      var appended = Objects.requireNonNull(transaction.execute(_ -> commit(sorted)));
      tally.stored(appended, System.nanoTime() - started, posts, clock.instant());
      tally.refused(sorted.refused());
      receipts.owe(appended.durable());
      return Outcome.STORED;
    } catch (RuntimeException | Error e) {
      return failed(posts, e);
    }
  }

  private Outcome failed(List<Post> posts, Throwable e) {
    var outcome = Patience.on(e);
    switch (outcome) {
      case LATER, AGAIN -> tally.stalled(e, clock.instant());
      case NEVER -> log.warn("A batch of {} cannot be stored as it is", posts.size(), e);
      case STORED -> throw new IllegalStateException(e);
    }
    return outcome;
  }

  /// The last resort for a single delivery that can never be stored.
  ///
  /// @return false when it must be tried again
  boolean setAside(Post post) {
    try {
      var refused =
          new Quarantine.Refused(
              post.delivery(), "unstorable", "", "It was read, but could not be stored.");
      transaction.executeWithoutResult(_ -> quarantine.keep(List.of(refused), clock.instant()));
      tally.refused(List.of(refused));
      return true;
    } catch (RuntimeException e) {
      tally.stalled(e, clock.instant());
      return false;
    }
  }

  private Timeline.Appended commit(Sorted sorted) {
    var now = clock.instant();
    quarantine.keep(sorted.refused(), now);
    var appended = timeline.append(sorted.observations());
    detection.examine(appended, now);
    answer(sorted, appended, now);
    return appended;
  }

  private void answer(Sorted sorted, Timeline.Appended appended, Instant now) {
    if (sorted.answers().isEmpty()) {
      return;
    }
    var fresh = new HashSet<String>();
    appended.fresh().forEach(o -> fresh.add(Sorting.key(o)));
    appended.late().forEach(o -> fresh.add(Sorting.key(o)));
    var answers =
        sorted.answers().stream()
            .filter(a -> fresh.contains(a.key()))
            .map(Sorting.Keyed::answer)
            .toList();
    events.publishEvent(new Answers(answers, now));
  }
}
