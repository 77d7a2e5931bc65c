package io.cyanwatch.agent;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Envelope.SeqRange;
import io.cyanwatch.protocol.Event;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Message;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The records that the broker has not acknowledged, on disk, so that they outlive this process.
///
/// It is bounded. Heartbeats and old births give way to whatever comes; when only the rest is left,
/// the newest is not taken. Both are counted and declared lost. What is written survives the end of
/// the process at once, and a power loss after [#sync]: at once for all but heartbeats, which wait
/// for a second at most. Nothing is handed over for sending before it is that safe.
final class Journal implements Closeable {
  private static final long PATIENCE_MS = 1_000;

  private final String boot;
  private final Bounds bounds;
  private final Ledger ledger;
  private final LogFile log;
  private final Trouble trouble = new Trouble("The journal cannot be written");
  private long dropped;
  private long dirtySince = -1;
  private boolean damaged;

  private Journal(String boot, Bounds bounds, Ledger ledger, LogFile log) {
    this.boot = boot;
    this.bounds = bounds;
    this.ledger = ledger;
    this.log = log;
  }

  record Bounds(int records, long bytes) {
    static final Bounds USUAL = new Bounds(5_000, 2L << 20);
  }

  /// Reads what an earlier life left behind, and begins the file anew without its scars.
  static Journal open(Path file, String boot, Bounds bounds) throws IOException {
    var ledger = new Ledger();
    for (var frame : LogFile.read(file)) {
      var entry = Entry.read(frame);
      entry.ifPresent(ledger::apply);
      if (entry.isEmpty()) {
        System.getLogger("agent")
            .log(
                Level.WARNING,
                "Passed over {0} bytes of another version in {1}",
                frame.length,
                file);
      }
    }
    return new Journal(boot, bounds, ledger, LogFile.begin(file, frames(ledger)));
  }

  /// Keeps a record of this boot.
  ///
  /// @param busy what must not give way, because it may be delivered at this moment
  void add(Message.Recorded record, long now, Predicate<Key> busy) {
    var put = Entry.Put.of(record);
    makeRoom(put, now, busy);
    if (fits(put) || record instanceof Birth) {
      note(put, now);
      if (!(record instanceof Health)) {
        sync(now, 0);
      }
    } else {
      drop(put.key(), now);
    }
  }

  /// Delivered.
  void gone(Key key, long now) {
    note(new Entry.Gone(key.boot(), new SeqRange(key.seq(), key.seq())), now);
    if (ledger.size() == 0 && grown(1)) {
      shrink();
    }
  }

  /// Given up, and to be declared.
  void drop(Key key, long now) {
    dropped++;
    note(new Entry.Dropped(key.boot(), new SeqRange(key.seq(), key.seq())), now);
  }

  /// What the next record of this boot has to declare.
  List<SeqRange> undeclared() {
    return ledger.undeclared(boot);
  }

  /// Lets boots that are over declare what they lost, each by one more record of its own.
  void declareOld(long now) {
    if (ledger.size() >= bounds.records() / 2) {
      return;
    }
    for (var envelope : ledger.silent(boot)) {
      var detail =
          Map.<String, Object>of("level", "warn", "text", "Records of this boot had to be dropped");
      note(Entry.Put.of(new Event(envelope, "log", detail)), now);
      sync(now, 0);
    }
  }

  Optional<Entry.Put> find(Key key) {
    return ledger.find(key);
  }

  Iterable<Entry.Put> oldestFirst() {
    return ledger.oldestFirst();
  }

  boolean isEmpty() {
    return ledger.size() == 0;
  }

  Health.Queue snapshot() {
    return new Health.Queue((long) ledger.size(), dropped);
  }

  /// To be called often; makes durable what has waited for a second.
  void tick(long now) {
    sync(now, PATIENCE_MS);
    if (damaged || grown(2)) {
      shrink();
    }
  }

  /// Makes durable what has waited for `patience` ms.
  void sync(long now, long patience) {
    if (dirtySince < 0 || now - dirtySince < patience) {
      return;
    }
    try {
      log.force();
      dirtySince = -1;
    } catch (IOException e) {
      dirtySince = now;
      trouble.tell(e);
    }
  }

  @Override
  public void close() throws IOException {
    log.force();
    log.close();
  }

  private void makeRoom(Entry.Put newcomer, long now, Predicate<Key> busy) {
    while (!fits(newcomer)) {
      var victim = ledger.oldest(it -> yields(it.record()) && !busy.test(it.key()));
      if (victim.isEmpty()) {
        return;
      }
      drop(victim.get().key(), now);
    }
  }

  /// A newer one of these says all that an older one said.
  private static boolean yields(Message.Recorded record) {
    return record instanceof Health || record instanceof Birth;
  }

  private boolean fits(Entry.Put newcomer) {
    return ledger.size() < bounds.records()
        && ledger.bytes() + newcomer.payload().length <= bounds.bytes();
  }

  private void note(Entry entry, long now) {
    ledger.apply(entry);
    try {
      if (!damaged) {
        log.append(entry.bytes());
      }
    } catch (IOException e) {
      damaged = true;
      trouble.tell(e);
    }
    dirtySince = dirtySince < 0 ? now : dirtySince;
  }

  private boolean grown(int times) {
    try {
      return log.size() > times * bounds.bytes();
    } catch (IOException e) {
      return true;
    }
  }

  private void shrink() {
    try {
      log.rewrite(frames(ledger));
      damaged = false;
      dirtySince = -1;
    } catch (IOException e) {
      trouble.tell(e);
    }
  }

  private static List<byte[]> frames(Ledger ledger) {
    return ledger.entries().stream().map(Entry::bytes).toList();
  }
}
