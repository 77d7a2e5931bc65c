package io.cyanwatch.agent;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.ResetClass;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.protocol.Wire.Format;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What outlives the process: the boot counter, how the last life ended, and its breadcrumb.
final class State implements Closeable {
  private static final Path MACHINE_BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final long EARLY_MS = 60_000;

  private final Path file;
  private final String machine;
  private final FileChannel lock;
  private final Ending ending;
  private final CrumbFile crumb;
  private final Properties kept = new Properties();

  private State(Path file, String machine, FileChannel lock, Ending ending, CrumbFile crumb) {
    this.file = file;
    this.machine = machine;
    this.lock = lock;
    this.ending = ending;
    this.crumb = crumb;
  }

  /// How this life began, by what the one before left behind.
  ///
  /// @param early unexpected resets in a row, this one included, each within its first minute
  /// @param first the reason of the first of these
  /// @param done the command that asked for this very boot
  record Start(
      long counter,
      ResetClass reset,
      int early,
      @Nullable ResetClass first,
      Birth.@Nullable Breadcrumb last,
      Birth.@Nullable Done done) {}

  static State open(Path directory) throws IOException {
    return open(directory, directory, machine());
  }

  /// Makes the directories where they are missing.
  ///
  /// @param scratch for the breadcrumb, which is written each second
  /// @param machine names this boot of the machine
  static State open(Path directory, Path scratch, String machine) throws IOException {
    Files.createDirectories(directory);
    Files.createDirectories(scratch);
    var lock = lock(directory);
    try {
      return new State(
          directory.resolve("state"),
          machine,
          lock,
          Ending.open(directory.resolve("ending")),
          CrumbFile.open(scratch.resolve("breadcrumb")));
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /// The kernel's name for this boot of the machine.
  static String machine() {
    try {
      return Files.readString(MACHINE_BOOT).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /// Counts this boot, durably, before anything is said in its name.
  Start begin() throws IOException {
    var values = read();
    var counter = number(values, "counter");
    var _ = number(values, "interval");
    var last = crumb();
    var end = ending.read();
    var reset = reset(counter, values, end.map(Ending.Note::why));
    var start = start(counter + 1, reset, values, last, end);
    values.setProperty("counter", Long.toString(counter + 1));
    values.setProperty("early", Integer.toString(start.early()));
    values.setProperty("first", start.first() == null ? "" : start.first().name());
    values.setProperty("machine", machine);
    kept.putAll(values);
    Disk.replace(file, text(kept));
    ending.clear();
    return start;
  }

  /// The interval that was asked for from afar, as long as the owner has not changed his own mind
  /// since; else the configured one.
  int interval(int configured) {
    return kept.getProperty("configured", "").equals(Integer.toString(configured))
        ? Integer.parseInt(kept.getProperty("interval", "" + configured))
        : configured;
  }

  /// Keeps over restarts what was asked for from afar.
  void interval(int seconds, int configured) throws IOException {
    kept.setProperty("interval", Integer.toString(seconds));
    kept.setProperty("configured", Integer.toString(configured));
    Disk.replace(file, text(kept));
  }

  /// Leaves a breadcrumb; `durably` before something that might be the last thing done.
  void crumb(String boot, Birth.Breadcrumb now, boolean durably) throws IOException {
    crumb.write(Wire.encode(carrier(boot, now), Format.JSON), durably);
  }

  /// Says durably why this life ends, for the next one to read.
  ///
  /// @param id the command that asked for it
  void ends(ResetClass why, @Nullable String id) throws IOException {
    ending.write(why, id);
  }

  @Override
  public void close() throws IOException {
    crumb.close();
    ending.close();
    lock.close();
  }

  private static FileChannel lock(Path directory) throws IOException {
    var channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another one in this very process: refused below.
    }
    if (lock == null) {
      channel.close();
      throw new IOException(
          "another agent uses " + directory + "; stop it, or give this one its own --state");
    }
    return channel;
  }

  private static Start start(
      long counter,
      ResetClass reset,
      Properties values,
      Birth.@Nullable Breadcrumb last,
      Optional<Ending.Note> end)
      throws IOException {
    var up = last == null || last.up() == null ? 0 : last.up();
    var early = reset.expected() || up >= EARLY_MS ? 0 : (int) number(values, "early") + 1;
    var before = Ending.word(values.getProperty("first", ""));
    var first = early == 0 ? null : before.orElse(reset);
    var done =
        end.filter(it -> it.why() == ResetClass.COMMAND && !it.id().isEmpty())
            .map(it -> new Birth.Done(it.id(), "done"))
            .orElse(null);
    return new Start(counter, reset, early, first, reset.expected() ? null : last, done);
  }

  /// What was written down on purpose is true even when the machine went down afterwards.
  private ResetClass reset(long counter, Properties values, Optional<ResetClass> end) {
    if (counter == 0) {
      return ResetClass.USER;
    }
    if (end.isPresent() && end.get() != ResetClass.USER) {
      return end.get();
    }
    if (!values.getProperty("machine", machine).equals(machine)) {
      return ResetClass.POWER_ON;
    }
    return end.orElse(ResetClass.UNKNOWN);
  }

  /// A file that cannot be read is refused: a counter that falls back to zero would make old
  /// records look new.
  private Properties read() throws IOException {
    var values = new Properties();
    try {
      values.load(new StringReader(Files.readString(file)));
    } catch (NoSuchFileException e) {
      return values;
    } catch (IllegalArgumentException e) {
      throw new IOException(unreadable(file), e);
    }
    return values;
  }

  private static long number(Properties values, String name) throws IOException {
    try {
      return Long.parseLong(values.getProperty(name, "0"));
    } catch (NumberFormatException e) {
      throw new IOException(unreadable(Path.of("state")) + ", at " + name, e);
    }
  }

  private static String unreadable(Path file) {
    return file + " is not a state file; put it back, or give the device a new --id and directory";
  }

  private static String text(Properties values) {
    var text = new StringBuilder();
    for (var name : List.of("counter", "early", "first", "machine", "interval", "configured")) {
      if (values.containsKey(name)) {
        text.append(name).append('=').append(values.getProperty(name)).append('\n');
      }
    }
    return text.toString();
  }

  private Birth.@Nullable Breadcrumb crumb() throws IOException {
    return crumb
        .read()
        .flatMap(bytes -> Wire.decode(Channel.BIRTH, bytes).messages().stream().findFirst())
        .map(it -> it instanceof Birth birth ? birth.last() : null)
        .orElse(null);
  }

  /// The wire has no message that is only a breadcrumb.
  private static Birth carrier(String boot, Birth.Breadcrumb now) {
    return new Birth(
        new Envelope(boot, 0, 0, 0, null, List.of()),
        null,
        false,
        new Birth.Device(null, null, null, null),
        new Birth.Reset(ResetClass.UNKNOWN, null, null),
        new Birth.Net(null, null, null, null),
        Set.of(),
        null,
        now,
        null);
  }
}
