package io.cyanwatch.agent;

import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Envelope.SeqRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What the entries of a journal add up to: the records held, and the numbers lost and not yet
/// declared.
final class Ledger {
  /// More do not fit into one record.
  private static final int MAX_LOST = 256;

  private final TreeMap<Key, Entry.Put> held = new TreeMap<>();
  private final TreeMap<String, Entry.Tail> tails = new TreeMap<>();
  private final TreeMap<String, Ranges> lost = new TreeMap<>();
  private long bytes;

  void apply(Entry entry) {
    switch (entry) {
      case Entry.Put put -> put(put);
      case Entry.Gone(var boot, var range) -> remove(boot, range, false);
      case Entry.Dropped(var boot, var range) -> {
        remove(boot, range, true);
        lost(boot).add(range);
        extend(new Entry.Tail(boot, range.to() + 1, 0, 0));
      }
      case Entry.Tail tail -> extend(tail);
    }
  }

  int size() {
    return held.size();
  }

  /// Of the payloads held.
  long bytes() {
    return bytes;
  }

  Iterable<Entry.Put> oldestFirst() {
    return held.values();
  }

  Optional<Entry.Put> find(Key key) {
    return Optional.ofNullable(held.get(key));
  }

  Optional<Entry.Put> oldest(Predicate<Entry.Put> wanted) {
    return held.values().stream().filter(wanted).findFirst();
  }

  /// To be declared in the next record of `boot`.
  List<SeqRange> undeclared(String boot) {
    var ranges = lost.get(boot);
    return ranges == null ? List.of() : ranges.first(MAX_LOST);
  }

  /// The boots other than `boot` whose losses nobody has declared, with the envelope that a record
  /// of theirs would have now.
  List<Envelope> silent(String boot) {
    return lost.keySet().stream()
        .filter(it -> !it.equals(boot) && !lost(it).isEmpty())
        .map(this::next)
        .toList();
  }

  /// The fewest entries that add up to the same.
  List<Entry> entries() {
    var entries = new ArrayList<Entry>();
    tails.forEach(
        (boot, tail) -> {
          if (needed().contains(boot)) {
            entries.add(tail);
          }
        });
    entries.addAll(held.values());
    lost.forEach(
        (boot, ranges) ->
            ranges
                .first(Integer.MAX_VALUE)
                .forEach(range -> entries.add(new Entry.Dropped(boot, range))));
    return entries;
  }

  private Set<String> needed() {
    var needed = new HashSet<String>();
    held.keySet().forEach(key -> needed.add(key.boot()));
    for (Map.Entry<String, Ranges> it : lost.entrySet()) {
      if (!it.getValue().isEmpty()) {
        needed.add(it.getKey());
      }
    }
    return needed;
  }

  private Envelope next(String boot) {
    var tail = tails.get(boot);
    return tail == null
        ? new Envelope(boot, 0, 0, 0, null, undeclared(boot))
        : new Envelope(boot, tail.nextSeq(), tail.conn(), tail.up(), null, undeclared(boot));
  }

  private void put(Entry.Put put) {
    var envelope = put.record().envelope();
    var before = held.put(put.key(), put);
    bytes += put.payload().length - (before == null ? 0 : before.payload().length);
    envelope.lost().forEach(lost(envelope.boot())::remove);
    extend(new Entry.Tail(envelope.boot(), envelope.seq() + 1, envelope.conn(), envelope.up()));
  }

  private void remove(String boot, SeqRange range, boolean dropped) {
    var among = held.subMap(new Key(boot, range.from()), true, new Key(boot, range.to()), true);
    for (var put : among.values()) {
      bytes -= put.payload().length;
      if (dropped) {
        put.record().envelope().lost().forEach(lost(boot)::add);
      }
    }
    among.clear();
  }

  private Ranges lost(String boot) {
    return lost.computeIfAbsent(boot, _ -> new Ranges());
  }

  private void extend(Entry.Tail tail) {
    tails.merge(
        tail.boot(),
        tail,
        (a, b) ->
            new Entry.Tail(
                a.boot(),
                Math.max(a.nextSeq(), b.nextSeq()),
                Math.max(a.conn(), b.conn()),
                Math.max(a.up(), b.up())));
  }
}
