package io.cyanwatch.agent;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A small file of two slots, written in turn, each with a turn number and a checksum: whenever a
/// write is cut, the slot before it is still whole.
final class CrumbFile implements Closeable {
  static final int SLOT = 2_048;

  private static final int HEAD = 16;

  private final FileChannel channel;
  private long turn;

  private CrumbFile(FileChannel channel, long turn) {
    this.channel = channel;
    this.turn = turn;
  }

  /// What was written last, by this or an earlier process.
  record Slot(long turn, byte[] bytes) {}

  static CrumbFile open(Path file) throws IOException {
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var crumb = new CrumbFile(channel, 0);
    crumb.turn = crumb.latest().map(Slot::turn).orElse(0L);
    return crumb;
  }

  Optional<byte[]> read() throws IOException {
    return latest().map(Slot::bytes);
  }

  /// Survives the end of the process at once; a power loss only when `durably`. What does not fit
  /// into a slot is not written.
  void write(byte[] bytes, boolean durably) throws IOException {
    if (bytes.length > SLOT - HEAD) {
      throw new IOException("a breadcrumb of " + bytes.length + " bytes does not fit");
    }
    turn++;
    var slot = ByteBuffer.allocate(SLOT).putLong(turn).putInt(bytes.length);
    slot.putInt(sum(turn, bytes)).put(bytes).position(HEAD + bytes.length).flip();
    for (var at = (turn % 2) * SLOT; slot.hasRemaining(); ) {
      at += channel.write(slot, at);
    }
    if (durably) {
      channel.force(false);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private Optional<Slot> latest() throws IOException {
    var first = slot(0);
    var second = slot(SLOT);
    if (first.isEmpty() || second.isEmpty()) {
      return first.or(() -> second);
    }
    return first.get().turn() > second.get().turn() ? first : second;
  }

  private Optional<Slot> slot(long at) throws IOException {
    var bytes = ByteBuffer.allocate(SLOT);
    for (var read = 0; read >= 0 && bytes.hasRemaining(); ) {
      read = channel.read(bytes, at + bytes.position());
    }
    bytes.flip();
    if (bytes.remaining() < HEAD) {
      return Optional.empty();
    }
    var number = bytes.getLong();
    var length = bytes.getInt();
    var sum = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      return Optional.empty();
    }
    var content = new byte[length];
    bytes.get(content);
    return sum(number, content) == sum ? Optional.of(new Slot(number, content)) : Optional.empty();
  }

  private static int sum(long turn, byte[] bytes) {
    var sum = new CRC32C();
    sum.update(ByteBuffer.allocate(Long.BYTES).putLong(turn).flip());
    sum.update(bytes, 0, bytes.length);
    return (int) sum.getValue();
  }
}
