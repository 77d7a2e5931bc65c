package io.cyanwatch.agent;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.protocol.Wire.Format;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides what of the [Journal] is sent next. A birth goes before all others, then what was made
/// since the connection stands, then what had to wait, oldest first and not faster than the cloud
/// likes: 20 records a second.
///
/// When the broker knows nobody who would hear a record, everything is kept, and one record goes
/// out now and then to find out whether somebody listens again.
final class Outbox {
  private static final int WINDOW = 8;
  private static final int BATCH_BYTES = 16 * 1_024;
  private static final int BATCH_RECORDS = 40;
  private static final double RECORDS_PER_MS = 0.02;
  private static final long SHORTEST_PAUSE_MS = 2_000;
  static final long LONGEST_PAUSE_MS = 30_000;

  private final Journal journal;
  private final LinkedHashSet<Key> live = new LinkedHashSet<>();
  private final Set<Key> underway = new HashSet<>();
  private final Map<Long, Batch> batches = new HashMap<>();
  private double allowance = BATCH_RECORDS;
  private long refilled;
  private long number;
  private long pause;
  private long quietUntil;

  Outbox(Journal journal) {
    this.journal = journal;
  }

  /// One publish: a record, or an array of stored ones.
  ///
  /// @param number names it until its outcome is known
  record Batch(long number, Channel channel, byte[] payload, List<Key> keys) {}

  void add(Message.Recorded record, long now) {
    journal.add(record, now, underway::contains);
    if (!unheard()) {
      live.add(new Key(record.envelope().boot(), record.envelope().seq()));
    }
  }

  /// Whether the last that was published reached nobody.
  boolean unheard() {
    return pause > 0;
  }

  /// What to publish now, if anything; it is durable by then.
  Optional<Batch> next(long now) {
    refill(now);
    var findingOut = unheard() && (now < quietUntil || !batches.isEmpty());
    if (findingOut || batches.size() >= WINDOW) {
      return Optional.empty();
    }
    var chosen = fresh().map(List::of).orElseGet(this::stored);
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    journal.sync(now, 0);
    return Optional.of(batch(chosen));
  }

  /// Returns whether somebody listens again after nobody did.
  boolean acknowledged(long number, long now) {
    var batch = batches.remove(number);
    if (batch == null) {
      return false;
    }
    batch.keys().forEach(key -> forget(key, now));
    var again = unheard();
    pause = 0;
    return again;
  }

  /// The broker took it and had nobody to give it to: it is kept, like everything else, and the
  /// next one to find out goes later and later.
  void unheard(long number, long now) {
    failed(number);
    live.clear();
    if (now >= quietUntil) {
      pause = pause == 0 ? SHORTEST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pause * 2);
      quietUntil = now + pause;
    }
  }

  /// To be sent again, with its own numbers.
  void failed(long number) {
    var batch = batches.remove(number);
    if (batch != null) {
      underway.removeAll(batch.keys());
    }
  }

  /// The broker does not want it, and would not the next time.
  void refused(long number, long now) {
    var batch = batches.remove(number);
    if (batch != null) {
      underway.removeAll(batch.keys());
      batch.keys().forEach(key -> drop(key, now));
    }
  }

  /// Nothing is on its way any more, and nothing is of now.
  void disconnected() {
    batches.clear();
    underway.clear();
    live.clear();
    pause = 0;
    quietUntil = 0;
  }

  private void forget(Key key, long now) {
    underway.remove(key);
    live.remove(key);
    journal.gone(key, now);
  }

  private void drop(Key key, long now) {
    live.remove(key);
    journal.drop(key, now);
  }

  private void refill(long now) {
    allowance = Math.min(BATCH_RECORDS, allowance + (now - refilled) * RECORDS_PER_MS);
    refilled = now;
  }

  private Optional<Entry.Put> fresh() {
    live.removeIf(key -> journal.find(key).isEmpty());
    var idle =
        live.stream()
            .filter(key -> !underway.contains(key))
            .flatMap(key -> journal.find(key).stream())
            .toList();
    return idle.stream()
        .filter(it -> it.record() instanceof Birth)
        .findFirst()
        .or(() -> idle.stream().findFirst());
  }

  /// As many of the oldest of one channel as one publish takes.
  private List<Entry.Put> stored() {
    var chosen = new ArrayList<Entry.Put>();
    var bytes = 0;
    for (var put : journal.oldestFirst()) {
      var full = !chosen.isEmpty() && bytes + put.payload().length > BATCH_BYTES;
      if (full || chosen.size() >= (unheard() ? 1 : (int) allowance)) {
        break;
      }
      var sameChannel = chosen.isEmpty() || chosen.getFirst().channel() == put.channel();
      if (sameChannel && !underway.contains(put.key()) && !live.contains(put.key())) {
        chosen.add(put);
        bytes += put.payload().length;
      }
    }
    allowance -= chosen.size();
    return chosen;
  }

  private Batch batch(List<Entry.Put> chosen) {
    var keys = chosen.stream().map(Entry.Put::key).toList();
    var payload =
        chosen.size() == 1
            ? chosen.getFirst().payload()
            : Wire.encode(chosen.stream().map(Entry.Put::record).toList(), Format.JSON);
    var batch = new Batch(number++, chosen.getFirst().channel(), payload, keys);
    underway.addAll(keys);
    batches.put(batch.number(), batch);
    return batch;
  }
}
