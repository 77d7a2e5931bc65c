package io.cyanwatch.agent;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.ResetClass;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// What outlives the process: the boot counter, and a breadcrumb of the life before.
final class State {
  private static final Path MACHINE_BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final long EARLY_MS = 60_000;

  private final Path file;
  private final Properties values;

  private State(Path file, Properties values) {
    this.file = file;
    this.values = values;
  }

  /// How this life began, by what the one before left behind.
  record Start(long counter, ResetClass reset, int early, Birth.@Nullable Breadcrumb last) {}

  /// Reads the directory's state, or begins one. A file that cannot be read is refused: a counter
  /// that falls back to zero would make old records look new.
  static State open(Path directory) throws IOException {
    Files.createDirectories(directory);
    var file = directory.resolve("state");
    var values = new Properties();
    try {
      values.load(new StringReader(Files.readString(file)));
    } catch (NoSuchFileException e) {
      return new State(file, values);
    } catch (IllegalArgumentException e) {
      throw new IOException("not a state file: " + file, e);
    }
    return new State(file, values);
  }

  /// Counts this boot, durably, before anything is said in its name.
  Start begin() throws IOException {
    var reset = reset();
    var up = number("up");
    var counter = number("counter") + 1;
    var early = reset.expected() || up >= EARLY_MS ? 0 : (int) number("early") + 1;
    var start = new Start(counter, reset, early, reset.expected() ? null : breadcrumb(up));
    values.setProperty("counter", Long.toString(counter));
    values.setProperty("early", Integer.toString(early));
    values.setProperty("machine", machine());
    values.setProperty("up", "0");
    values.setProperty("running", "true");
    write(true);
    return start;
  }

  /// Leaves a breadcrumb; often, so that it spares the disk.
  void touch(String boot, long up) throws IOException {
    values.setProperty("boot", boot);
    values.setProperty("up", Long.toString(up));
    write(false);
  }

  /// A clean end: the next boot is not a fault.
  void end() throws IOException {
    values.setProperty("running", "false");
    write(true);
  }

  private ResetClass reset() {
    if (!values.getProperty("machine", machine()).equals(machine())) {
      return ResetClass.POWER_ON;
    }
    return "true".equals(values.getProperty("running")) ? ResetClass.UNKNOWN : ResetClass.USER;
  }

  private Birth.Breadcrumb breadcrumb(long up) {
    return new Birth.Breadcrumb(
        values.getProperty("boot"),
        up,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of());
  }

  private long number(String name) throws IOException {
    try {
      return Long.parseLong(values.getProperty(name, "0"));
    } catch (NumberFormatException e) {
      throw new IOException("not a state file: " + file, e);
    }
  }

  private void write(boolean durably) throws IOException {
    var text = new StringWriter();
    values.store(text, null);
    var fresh = file.resolveSibling("state.new");
    Files.writeString(fresh, text.toString());
    if (durably) {
      force(fresh);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void force(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static String machine() {
    try {
      return Files.readString(MACHINE_BOOT).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
