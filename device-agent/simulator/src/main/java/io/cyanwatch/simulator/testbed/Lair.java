package io.cyanwatch.simulator.testbed;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;

/// A run's folder below `/run/cyanwatch-testbed`. The run holds a lock in it, which the system lets
/// go however the run ends; by that a later run knows what a killed one has left.
final class Lair implements AutoCloseable {
  private static final Path ALL = Path.of("/run/cyanwatch-testbed");

  private final Path folder;
  private final FileChannel lock;

  private Lair(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  static Lair dig() throws IOException {
    Files.createDirectories(ALL);
    while (true) {
      var name = "cwtb" + HexFormat.of().toHexDigits((short) new Random().nextInt());
      var folder = ALL.resolve(name);
      if (Files.notExists(folder)) {
        Files.createDirectory(folder);
        var lock = lock(folder);
        if (lock.tryLock() != null) {
          return new Lair(folder, lock);
        }
        lock.close();
      }
    }
  }

  /// Removes what killed runs have left: their processes, namespaces and folders.
  ///
  /// @return how many runs that were
  static int sweep() throws IOException {
    if (Files.notExists(ALL)) {
      return 0;
    }
    var swept = 0;
    try (var folders = Files.list(ALL)) {
      for (var folder : folders.toList()) {
        try (var lock = lock(folder)) {
          if (lock.tryLock() != null) {
            clear(folder);
            swept++;
          }
        }
      }
    }
    return swept;
  }

  /// Of the run, and what the names of its namespaces begin with.
  String name() {
    return folder.getFileName().toString();
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() throws IOException {
    delete(folder);
    lock.close();
  }

  private static FileChannel lock(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void clear(Path folder) throws IOException {
    for (var room : Network.of(folder.getFileName().toString())) {
      for (var pid : Network.inside(room)) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
      Ip.run("netns del " + room);
    }
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
