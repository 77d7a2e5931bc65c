package io.cyanwatch.agent;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// A file that only grows: frames of a length, a checksum and bytes. What a crash tore off at its
/// end is not read, and the file is replaced as a whole to make it small again.
final class LogFile implements Closeable {
  private static final int HEAD = 8;

  /// Larger than any frame that is written.
  private static final int MOST = 1 << 20;

  private final Path file;
  private FileChannel channel;

  private LogFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// The frames up to the first one that is torn or not what was written.
  static List<byte[]> read(Path file) throws IOException {
    try {
      return frames(ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /// Begins the file with `frames` in place of whatever it held; after a crash either is there.
  static LogFile begin(Path file, List<byte[]> frames) throws IOException {
    return new LogFile(file, replace(file, frames));
  }

  void append(byte[] frame) throws IOException {
    write(channel, framed(frame));
  }

  /// Until this returns, a power loss may take what was appended; the end of the process may not.
  void force() throws IOException {
    channel.force(false);
  }

  void rewrite(List<byte[]> frames) throws IOException {
    var fresh = replace(file, frames);
    channel.close();
    channel = fresh;
  }

  long size() throws IOException {
    return channel.position();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static List<byte[]> frames(ByteBuffer bytes) {
    var frames = new ArrayList<byte[]>();
    while (bytes.remaining() >= HEAD) {
      var length = bytes.getInt();
      var sum = bytes.getInt();
      if (length <= 0 || length > MOST || length > bytes.remaining()) {
        break;
      }
      var frame = new byte[length];
      bytes.get(frame);
      if (sum(frame) != sum) {
        break;
      }
      frames.add(frame);
    }
    return frames;
  }

  private static FileChannel replace(Path file, List<byte[]> frames) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      for (var frame : frames) {
        write(channel, framed(frame));
      }
      channel.force(true);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Disk.forceDirectory(file);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static ByteBuffer framed(byte[] frame) {
    return ByteBuffer.allocate(HEAD + frame.length)
        .putInt(frame.length)
        .putInt(sum(frame))
        .put(frame)
        .flip();
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      var _ = channel.write(bytes);
    }
  }

  private static int sum(byte[] bytes) {
    var sum = new CRC32C();
    sum.update(bytes, 0, bytes.length);
    return (int) sum.getValue();
  }
}
