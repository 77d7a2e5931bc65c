package io.cyanwatch.agent;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The files below a directory, and nothing outside of it.
record StaticFiles(Path root) {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "txt", "text/plain; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "jpg", "image/jpeg",
          "ico", "image/x-icon");

  /// The file that a request target names; hidden ones do not exist.
  Optional<Path> find(String target) {
    try {
      var path = new URI(target).getPath();
      if (path == null || path.indexOf('\0') >= 0 || path.contains("/.")) {
        return Optional.empty();
      }
      var file = root.resolve(path.substring(1));
      var real = (Files.isDirectory(file) ? file.resolve("index.html") : file).toRealPath();
      return real.startsWith(root) && Files.isRegularFile(real)
          ? Optional.of(real)
          : Optional.empty();
    } catch (URISyntaxException | InvalidPathException | IOException e) {
      return Optional.empty();
    }
  }

  static String type(Path file) {
    var name = file.toString();
    return TYPES.getOrDefault(
        name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
  }
}
