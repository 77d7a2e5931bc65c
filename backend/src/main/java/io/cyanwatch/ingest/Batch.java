package io.cyanwatch.ingest;

import io.cyanwatch.detection.Detection;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.ingest.Answers.Answer;
import io.cyanwatch.link.Delivery;
import io.cyanwatch.protocol.Decoded;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Timeline;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Stores a batch: everything that follows from it, in one transaction, or nothing.
@Component
class Batch {
  private static final Logger log = LoggerFactory.getLogger(Batch.class);

  private static final String UNIQUE_VIOLATION = "23505";

  private final Fleet fleet;
  private final Timeline timeline;
  private final Detection detection;
  private final Quarantine quarantine;
  private final Tally tally;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Batch(
      Fleet fleet,
      Timeline timeline,
      Detection detection,
      Quarantine quarantine,
      Tally tally,
      TransactionTemplate transaction,
      ApplicationEventPublisher events,
      Clock clock) {
    this.fleet = fleet;
    this.timeline = timeline;
    this.detection = detection;
    this.quarantine = quarantine;
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
    /// Something in it can never be stored.
    NEVER
  }

  Outcome store(List<Delivery> deliveries) {
    try {
      var sorted = sort(deliveries);
      var started = System.nanoTime();
      var appended = transaction.execute(_ -> commit(sorted));
      tally.stored(appended, System.nanoTime() - started, deliveries, clock.instant());
      tally.refused(sorted.refused());
      return Outcome.STORED;
    } catch (DataIntegrityViolationException | NullPointerException | IllegalArgumentException e) {
      if (somebodyWasFaster(e)) {
        return later(e); // The next look sees what they stored.
      }
      log.warn("A batch of {} cannot be stored: {}", deliveries.size(), e.toString());
      return Outcome.NEVER;
    } catch (RuntimeException e) {
      return later(e);
    }
  }

  /// Two transactions made the same row: no fault of the messages.
  private static boolean somebodyWasFaster(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private Outcome later(RuntimeException e) {
    log.warn("Not stored yet, trying again: {}", e.toString());
    tally.retried();
    return Outcome.LATER;
  }

  /// The last resort for a single delivery that can never be stored.
  void setAside(Delivery delivery) {
    var refused =
        new Quarantine.Refused(delivery, "unstorable", "", "It was read, but could not be stored.");
    transaction.executeWithoutResult(_ -> quarantine.keep(List.of(refused), clock.instant()));
    tally.refused(List.of(refused));
  }

  private Timeline.Appended commit(Sorted sorted) {
    var now = clock.instant();
    quarantine.keep(sorted.refused(), now);
    var appended = timeline.append(sorted.observations());
    detection.examine(appended, now);
    if (!sorted.answers().isEmpty()) {
      var fresh = new HashSet<String>();
      appended.fresh().forEach(o -> fresh.add(key(o)));
      appended.late().forEach(o -> fresh.add(key(o)));
      var answers =
          sorted.answers().stream()
              .filter(a -> fresh.contains(a.key()))
              .map(Keyed::answer)
              .toList();
      events.publishEvent(new Answers(answers, now));
    }
    return appended;
  }

  private static String key(Observation observation) {
    var stamp = observation.stamp();
    return stamp.device().nr() + "/" + stamp.boot() + "/" + stamp.seq();
  }

  /// An answer and the record that carried it: said twice, it counts once.
  private record Keyed(String key, Answer answer) {}

  private record Sorted(
      List<Observation> observations, List<Keyed> answers, List<Quarantine.Refused> refused) {}

  private Sorted sort(List<Delivery> deliveries) {
    var known = fleet.resolve(ids(deliveries));
    var sorted = new Sorted(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (var delivery : deliveries) {
      Topics.parse(delivery.topic())
          .ifPresentOrElse(
              topic -> sort(delivery, topic, known, sorted),
              () -> refuse(sorted, delivery, "topic", "", "No device may speak on this topic."));
    }
    return sorted;
  }

  private static List<String> ids(List<Delivery> deliveries) {
    return deliveries.stream()
        .flatMap(delivery -> Topics.parse(delivery.topic()).stream())
        .map(Topics.Up::device)
        .distinct()
        .toList();
  }

  private void sort(
      Delivery delivery, Topics.Up topic, Map<String, DeviceRef> known, Sorted sorted) {
    var device = Optional.ofNullable(known.get(topic.device()));
    if (device.isEmpty()) {
      fleet.knocked(topic.device(), delivery.receivedAt());
      refuse(sorted, delivery, "unknown_device", "", "Not registered.");
      return;
    }
    var decoded = Wire.decode(topic.channel(), delivery.payload());
    decoded
        .messages()
        .forEach(message -> take(message, device.get(), delivery.receivedAt(), sorted));
    decoded.refusals().forEach(refusal -> refuse(sorted, delivery, refusal));
  }

  private static void take(Message message, DeviceRef device, Instant receivedAt, Sorted sorted) {
    var observation = Translation.of(message, device, receivedAt);
    sorted.observations().add(observation);
    Translation.answer(message, device)
        .ifPresent(answer -> sorted.answers().add(new Keyed(key(observation), answer)));
  }

  private static void refuse(Sorted sorted, Delivery delivery, Decoded.Refusal refusal) {
    var reason = refusal.reason().name().toLowerCase(Locale.ROOT);
    refuse(sorted, delivery, reason, refusal.field(), refusal.detail());
  }

  private static void refuse(
      Sorted sorted, Delivery delivery, String reason, String field, String detail) {
    sorted.refused().add(new Quarantine.Refused(delivery, reason, field, detail));
  }
}
