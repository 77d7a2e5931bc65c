package io.cyanwatch.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cyanwatch.simulator.load.History.Entry;
import io.cyanwatch.simulator.load.History.Head;
import io.cyanwatch.simulator.load.History.Kind;
import io.cyanwatch.simulator.load.History.Sender;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  private static final long START = 1_736_500_000_000L;
  private static final Head HEAD =
      new Head(START, List.of(new Sender("oven", "b-1"), new Sender("stove", "b-2")));

  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    var path = written(3);

    assertThat(read(path))
        .containsExactly(
            new Entry(Kind.SENT, 65_535, 1, 0xffff_fffeL, 0),
            new Entry(Kind.ACKED, 65_535, 1, 0xffff_fffeL, 5),
            new Entry(Kind.END, 0, 0, 0, 9));
  }

  @Test
  void aCutInsideAnEntryCostsThatEntryOnly() throws IOException {
    var path = written(3);
    var bytes = Files.readAllBytes(path);

    Files.write(path, Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(read(path)).hasSize(2);
    Files.write(path, Arrays.copyOf(bytes, bytes.length - HistoryFile.ENTRY_BYTES - 15));
    assertThat(read(path)).hasSize(1);
  }

  @Test
  void whatIsFlushedIsThereForOthersBeforeTheFileIsClosed() throws IOException {
    var path = folder.resolve("history");
    try (var history = HistoryFile.create(path, HEAD)) {
      history.note(Kind.SENT, 0, 0, 0, START);
      assertThat(read(path)).isEmpty();
      history.flush();
      assertThat(read(path)).hasSize(1);
    }
  }

  @Test
  void anEarlierHistoryIsNotOverwritten() throws IOException {
    var path = written(1);

    assertThatThrownBy(() -> HistoryFile.create(path, HEAD))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void anotherFileIsRefusedWithASentence() throws IOException {
    var other = Files.writeString(folder.resolve("other"), "device,boot,seq\noven,b,1\n");
    var empty = Files.writeString(folder.resolve("empty"), "");

    assertThatThrownBy(() -> read(other)).hasMessageContaining("is no history of a load");
    assertThatThrownBy(() -> read(empty)).hasMessageContaining("it ends within its head");
  }

  @Test
  void anEntryThatNoLoadWroteIsRefused() throws IOException {
    var path = written(1);
    Files.write(path, concat(Files.readAllBytes(path), new byte[HistoryFile.ENTRY_BYTES]));

    assertThatThrownBy(() -> read(path)).hasMessageContaining("no load wrote");
  }

  private Path written(int entries) throws IOException {
    var path = folder.resolve("history");
    try (var history = HistoryFile.create(path, HEAD)) {
      history.note(Kind.SENT, 65_535, 1, 0xffff_fffeL, START);
      if (entries > 1) {
        history.note(Kind.ACKED, 65_535, 1, 0xffff_fffeL, START + 5);
        history.end(START + 9);
      }
    }
    return path;
  }

  private static List<Entry> read(Path path) throws IOException {
    var entries = new ArrayList<Entry>();
    try (var reader = new HistoryReader(path)) {
      assertThat(reader.head()).isEqualTo(HEAD);
      reader.read(entries::add);
    }
    return entries;
  }

  private static byte[] concat(byte[] a, byte[] b) {
    var both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
