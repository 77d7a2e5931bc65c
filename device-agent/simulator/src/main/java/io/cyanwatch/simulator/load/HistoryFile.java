package io.cyanwatch.simulator.load;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The history on disk: a head with all senders, then 16 bytes for each thing that happened. Only
/// ever appended to, so that a cut costs the last entry at most.
final class HistoryFile implements History, AutoCloseable {
  static final long MAGIC = 0x4357_4849_5354_3031L;
  static final int ENTRY_BYTES = 16;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final FileChannel file;
  private final long startedMs;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  private HistoryFile(FileChannel file, long startedMs) {
    this.file = file;
    this.startedMs = startedMs;
  }

  /// Refuses to overwrite: an earlier history is evidence.
  static HistoryFile create(Path path, Head head) throws IOException {
    var file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var history = new HistoryFile(file, head.startedMs());
    var bytes = ByteBuffer.wrap(encode(head));
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    return history;
  }

  @Override
  public void note(Kind kind, int lane, int sender, long seq, long atMs) {
    if (buffer.remaining() < ENTRY_BYTES) {
      flush();
    }
    buffer
        .putShort(kind.code())
        .putShort((short) lane)
        .putInt(sender)
        .putInt((int) seq)
        .putInt((int) (atMs - startedMs));
  }

  @Override
  public void flush() {
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The history cannot be written: " + e.getMessage(), e);
    }
    buffer.clear();
  }

  /// @param atMs since 1970
  void end(long atMs) {
    note(Kind.END, 0, 0, 0, atMs);
    flush();
  }

  @Override
  public void close() throws IOException {
    flush();
    file.close();
  }

  private static byte[] encode(Head head) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeLong(MAGIC);
    out.writeLong(head.startedMs());
    out.writeInt(head.senders().size());
    for (var sender : head.senders()) {
      out.writeUTF(sender.device());
      out.writeUTF(sender.boot());
    }
    return bytes.toByteArray();
  }
}
