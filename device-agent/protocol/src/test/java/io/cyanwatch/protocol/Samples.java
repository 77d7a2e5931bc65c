package io.cyanwatch.protocol;

import static java.util.Objects.requireNonNull;

import io.cyanwatch.protocol.Topics.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The golden samples, found on the classpath.
final class Samples {
  private static final Path ROOT = root();

  private Samples() {}

  /// A payload that must be refused.
  record Bad(String file, Channel channel, String reason, String field) {
    byte[] payload() {
      return read("bad/" + file);
    }

    @Override
    public String toString() {
      return file;
    }
  }

  static List<String> names() {
    try (var files = Files.list(ROOT)) {
      return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".json")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What devices say.
  static Stream<String> up() {
    return names().stream().filter(name -> !name.startsWith("command") && !name.startsWith("ack"));
  }

  static Stream<String> commands() {
    return names().stream().filter(name -> name.startsWith("command"));
  }

  static Stream<Bad> bad() {
    return lines("bad/EXPECTED.md")
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.replace("`", "").split("\\|", -1))
        .map(cell -> new Bad(cell[1].strip(), channel(cell[2]), cell[3].strip(), cell[4].strip()));
  }

  static Channel channel(String word) {
    return Channel.valueOf(
        word.split("-", -1)[0].replace(".json", "").strip().toUpperCase(Locale.ROOT));
  }

  static byte[] read(String name) {
    try {
      return Files.readAllBytes(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<String> lines(String name) {
    return new String(read(name), java.nio.charset.StandardCharsets.UTF_8).lines();
  }

  static List<String> badFiles() {
    try (var files = Files.list(ROOT.resolve("bad"))) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> !f.equals("EXPECTED.md"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    try {
      return Path.of(requireNonNull(Samples.class.getResource("/samples/v1")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
