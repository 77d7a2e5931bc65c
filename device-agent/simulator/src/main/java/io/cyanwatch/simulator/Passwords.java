package io.cyanwatch.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A file with lines `<device>=<password>`.
final class Passwords {
  private Passwords() {}

  /// Nothing where there is no file.
  static Map<String, String> read(@Nullable Path file) throws IOException {
    var read = new TreeMap<String, String>();
    if (file != null && Files.exists(file)) {
      var lines = new Properties();
      try (var reader = Files.newBufferedReader(file)) {
        lines.load(reader);
      }
      lines.stringPropertyNames().forEach(it -> read.put(it, lines.getProperty(it)));
    }
    return read;
  }

  /// Readable by its owner only, where the file system knows owners.
  static void write(Path file, Map<String, String> passwords) throws IOException {
    var owned = file.toAbsolutePath();
    if (!Files.exists(owned)) {
      Files.createFile(owned);
    }
    var view = Files.getFileStore(owned);
    if (view.supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(owned, PosixFilePermissions.fromString("rw-------"));
    }
    var lines = new TreeMap<>(passwords);
    Files.write(
        owned, lines.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList());
  }
}
