package io.cyanwatch.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/// The journal's file is cut at any byte, or a byte of it turned, as a crash or a bad disk does.
class JournalCrashTest {
  private static final Journal.Bounds BOUNDS = new Journal.Bounds(6, 1 << 20);

  private Path directory = Path.of("");

  @BeforeProperty
  void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("journal");
  }

  @AfterProperty
  void removeDirectory() throws IOException {
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  /// @param length of the file when this was so
  /// @param held the payloads by their numbers
  private record Moment(long length, Map<Long, String> held) {}

  @Property(tries = 60)
  void aCutLosesAtMostTheRecordBeingWrittenAndNeverYieldsAWrongOne(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 9) Integer> steps,
      @ForAll @IntRange(max = 10_000) int where)
      throws IOException {
    var moments = play(steps);
    var file = directory.resolve("journal");
    var bytes = Files.readAllBytes(file);
    var cut = where % (bytes.length + 1);
    Files.write(file, Arrays.copyOf(bytes, cut));

    var after = look(Journal.open(file, "00000003-bbbbbbbb", BOUNDS), 0);

    var before = moments.stream().filter(it -> it.length() <= cut).toList().getLast();
    var next = moments.stream().filter(it -> it.length() > cut).findFirst().orElse(before);
    assertThat(before.held()).containsAllEntriesOf(after.held());
    for (var seq : before.held().keySet()) {
      assertThat(after.held().containsKey(seq) || !next.held().containsKey(seq))
          .as("%d is there, unless it was just given up or delivered", seq)
          .isTrue();
    }
  }

  @Property(tries = 60)
  void aTurnedByteNeverYieldsAWrongRecord(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 9) Integer> steps,
      @ForAll @IntRange(max = 10_000) int where)
      throws IOException {
    var said = new HashMap<Long, String>();
    play(steps).forEach(it -> said.putAll(it.held()));
    var file = directory.resolve("journal");
    var bytes = Files.readAllBytes(file);
    if (bytes.length > 0) {
      bytes[where % bytes.length] ^= 0x10;
    }
    Files.write(file, bytes);

    var after = look(Journal.open(file, "00000003-bbbbbbbb", BOUNDS), 0);

    assertThat(said).containsAllEntriesOf(after.held());
  }

  @Property(tries = 40)
  void everyNumberIsHeldDeliveredOrDeclaredAlsoWhenTheBootIsOver(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 9) Integer> steps) throws IOException {
    var delivered = new HashSet<Long>();
    var moments = play(steps, delivered);
    var next = Journal.open(directory.resolve("journal"), "00000003-bbbbbbbb", BOUNDS);
    deliver(next, delivered);
    next.declareOld(0);
    deliver(next, delivered);

    assertThat(next.isEmpty()).isTrue();
    var made = moments.size() - 1 - steps.stream().filter(it -> it >= 8).count();
    for (var seq = 0L; seq < made; seq++) {
      assertThat(delivered).contains(seq);
    }
  }

  private List<Moment> play(List<Integer> steps) throws IOException {
    return play(steps, new HashSet<>());
  }

  /// Steps below 5 make an event, below 8 a heartbeat; the others deliver the oldest.
  private List<Moment> play(List<Integer> steps, Set<Long> settled) throws IOException {
    var file = directory.resolve("journal");
    Files.deleteIfExists(file);
    var journal = Journal.open(file, Records.BOOT, BOUNDS);
    var moments = new ArrayList<Moment>();
    moments.add(look(journal, Files.size(file)));
    var seq = 0L;
    for (var step : steps) {
      if (step >= 8) {
        deliverOne(journal, settled);
      } else {
        var lost = journal.undeclared();
        Message.Recorded record =
            step < 5
                ? Records.event(Records.BOOT, seq, lost)
                : Records.health(Records.BOOT, seq, lost);
        journal.add(record, 0, _ -> false);
        seq++;
      }
      moments.add(look(journal, Files.size(file)));
    }
    return moments;
  }

  private static void deliver(Journal journal, Set<Long> settled) {
    while (!journal.isEmpty()) {
      deliverOne(journal, settled);
    }
  }

  private static void deliverOne(Journal journal, Set<Long> settled) {
    var all = journal.oldestFirst().iterator();
    if (all.hasNext()) {
      var put = all.next();
      settled.add(put.key().seq());
      for (var range : put.record().envelope().lost()) {
        for (var seq = range.from(); seq <= range.to(); seq++) {
          assertThat(settled.add(seq)).as("%d is declared once", seq).isTrue();
        }
      }
      journal.gone(put.key(), 0);
    }
  }

  private static Moment look(Journal journal, long length) {
    var held = new HashMap<Long, String>();
    journal.oldestFirst().forEach(it -> held.put(it.key().seq(), new String(it.payload(), UTF_8)));
    return new Moment(length, held);
  }
}
