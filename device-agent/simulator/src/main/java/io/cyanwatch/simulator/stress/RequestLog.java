package io.cyanwatch.simulator.stress;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One line of CSV for each request, in the order in which they ended; from any thread.
final class RequestLog implements AutoCloseable {
  private static final String HEAD = "started_ms,took_ms,group,verdict,status,bytes\n";
  private @Nullable BufferedWriter out;
  private @Nullable IOException failure;
  private final long startNs;

  private RequestLog(@Nullable BufferedWriter out, long startNs) {
    this.out = out;
    this.startNs = startNs;
  }

  /// @param startNs what `started_ms` counts from
  static RequestLog to(@Nullable Path file, long startNs) throws IOException {
    if (file == null) {
      return new RequestLog(null, startNs);
    }
    var out = Files.newBufferedWriter(file);
    out.write(HEAD);
    return new RequestLog(out, startNs);
  }

  /// A failure is kept for [#close], so that no client stops because of it.
  synchronized void write(Answer answer) {
    if (out == null || failure != null) {
      return;
    }
    try {
      out.write(line(answer));
    } catch (IOException e) {
      failure = e;
    }
  }

  private String line(Answer answer) {
    return String.format(
        Locale.ROOT,
        "%.1f,%.3f,%s,%s,%d,%d%n",
        (answer.startNs() - startNs) / 1e6,
        answer.lengthNs() / 1e6,
        name(answer.verdict().group()),
        name(answer.verdict()),
        answer.status(),
        answer.bytes());
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public synchronized void close() throws IOException {
    var file = out;
    out = null;
    if (file != null) {
      file.close();
    }
    if (failure != null) {
      throw new IOException("--csv could not be written to its end", failure);
    }
  }
}
