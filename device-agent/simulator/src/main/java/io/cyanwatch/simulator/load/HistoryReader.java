package io.cyanwatch.simulator.load;

import io.cyanwatch.simulator.load.History.Entry;
import io.cyanwatch.simulator.load.History.Head;
import io.cyanwatch.simulator.load.History.Kind;
import io.cyanwatch.simulator.load.History.Sender;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.Consumer;

/// Reads a history, also one that breaks off in the middle of an entry.
final class HistoryReader implements AutoCloseable {
  private static final int BUFFER_BYTES = 1024 * 1024;

  private final DataInputStream in;
  private final Head head;

  HistoryReader(Path path) throws IOException {
    in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES));
    try {
      head = readHead();
    } catch (EOFException e) {
      in.close();
      throw new IOException(path + " is no history of a load: it ends within its head.", e);
    } catch (IOException e) {
      in.close();
      throw new IOException(path + " is no history of a load: " + e.getMessage(), e);
    }
  }

  Head head() {
    return head;
  }

  /// Hands over all whole entries.
  void read(Consumer<Entry> reader) throws IOException {
    var bytes = new byte[HistoryFile.ENTRY_BYTES];
    while (in.readNBytes(bytes, 0, bytes.length) == bytes.length) {
      reader.accept(entry(ByteBuffer.wrap(bytes)));
    }
  }

  private Entry entry(ByteBuffer bytes) throws IOException {
    var kind = Kind.of(bytes.getShort());
    var lane = bytes.getShort() & 0xffff;
    var sender = bytes.getInt();
    if (kind.isEmpty() || sender < 0 || sender >= head.senders().size()) {
      throw new IOException("The history holds an entry that no load wrote; use another copy.");
    }
    var seq = bytes.getInt() & 0xffff_ffffL;
    return new Entry(kind.get(), lane, sender, seq, bytes.getInt() & 0xffff_ffffL);
  }

  private Head readHead() throws IOException {
    if (in.readLong() != HistoryFile.MAGIC) {
      throw new IOException("it begins with something else.");
    }
    var startedMs = in.readLong();
    var senders = new ArrayList<Sender>();
    for (var left = in.readInt(); left > 0; left--) {
      senders.add(new Sender(in.readUTF(), in.readUTF()));
    }
    return new Head(startedMs, senders);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
