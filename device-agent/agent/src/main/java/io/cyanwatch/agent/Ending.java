package io.cyanwatch.agent;

import io.cyanwatch.protocol.ResetClass;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The last words of a process: empty while it lives, so that a process that had no time for them
/// is told from one that ended on purpose. Made ready beforehand, because out of memory there is
/// no room to make them.
final class Ending implements Closeable {
  private static final int MOST = 128;

  private final FileChannel channel;
  private final Map<ResetClass, byte[]> words = new EnumMap<>(ResetClass.class);

  private Ending(FileChannel channel) {
    this.channel = channel;
    for (var why : ResetClass.values()) {
      words.put(why, (why.name() + "  .").getBytes(StandardCharsets.US_ASCII));
    }
  }

  /// @param id of the command that asked for the end, or empty
  record Note(ResetClass why, String id) {}

  static Ending open(Path file) throws IOException {
    return new Ending(
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  static Optional<ResetClass> word(String name) {
    return Arrays.stream(ResetClass.values()).filter(it -> it.name().equals(name)).findFirst();
  }

  /// Empty when there were none, or when they broke off.
  Optional<Note> read() throws IOException {
    var bytes = ByteBuffer.allocate(MOST);
    var _ = channel.read(bytes, 0);
    var parts =
        new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).split(" ", -1);
    return parts.length == 3 && parts[2].equals(".")
        ? word(parts[0]).map(why -> new Note(why, parts[1]))
        : Optional.empty();
  }

  void write(ResetClass why, @Nullable String id) throws IOException {
    var text =
        id == null ? words.get(why) : (why + " " + id + " .").getBytes(StandardCharsets.UTF_8);
    channel.truncate(0);
    var _ = channel.write(ByteBuffer.wrap(text == null ? new byte[0] : text), 0);
    channel.force(true);
  }

  void clear() throws IOException {
    channel.truncate(0);
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
