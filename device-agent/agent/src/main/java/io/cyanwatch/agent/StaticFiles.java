package io.cyanwatch.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The files below a directory, and nothing outside of it.
record StaticFiles(Path root) {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("htm", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("ico", "image/x-icon"));

  /// An open file, for its reader to close.
  record Found(String type, Instant modified, Body.Content content) {}

  /// Opens the file that a decoded path names. What is hidden, leads out of the directory or may
  /// not be read does not exist.
  Optional<Found> open(String path) throws IOException {
    try {
      var home = root.toRealPath();
      var named = home.resolve(path.substring(1));
      var file = (path.endsWith("/") ? named.resolve("index.html") : inside(named)).toRealPath();
      return visible(home, file) ? Optional.of(open(file)) : Optional.empty();
    } catch (NoSuchFileException | AccessDeniedException | NotDirectoryException e) {
      return Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (leadsNowhere(String.valueOf(e.getReason()))) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Path inside(Path named) {
    return Files.isDirectory(named) ? named.resolve("index.html") : named;
  }

  private static boolean visible(Path home, Path file) {
    if (!file.startsWith(home) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    for (var part : home.relativize(file)) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private static Found open(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try {
      var modified = Files.getLastModifiedTime(file).toInstant();
      return new Found(type(file), modified, new Body.Content(channel, channel.size()));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean leadsNowhere(String reason) {
    return reason.matches("(?i).*(not a directory|too long|levels of symbolic links|loop).*");
  }

  private static String type(Path file) {
    var name = file.toString();
    return TYPES.getOrDefault(
        name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
  }
}
