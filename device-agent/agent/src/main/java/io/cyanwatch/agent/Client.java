package io.cyanwatch.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// One accepted connection: one request, one answer, an orderly end. Its own thread closes it;
/// others only take the socket away under it.
final class Client {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final int BUFFER = 8 * 1_024;
  private static final int DRAIN_MS = 1_000;
  private static final int DRAIN_BYTES = 64 * 1_024;

  private final Socket socket;
  private final Site site;
  private final StaticFiles files;
  private final Tally tally;
  private final long start = System.nanoTime();
  private volatile long progress = start;

  Client(Socket socket, Site site, StaticFiles files, Tally tally) {
    this.socket = socket;
    this.site = site;
    this.files = files;
    this.tally = tally;
  }

  long ageMs() {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /// How long nothing has moved.
  long idleMs() {
    return (System.nanoTime() - progress) / 1_000_000;
  }

  void serve(Duration headDeadline) {
    try (socket) {
      switch (Request.read(socket, headDeadline)) {
        case Request.Gone() -> tally.resets.incrementAndGet();
        case Request.Bad(var status) -> {
          if (status == 408) {
            tally.headerTimeouts.incrementAndGet();
          }
          refuse(status);
        }
        case Request.Asked(var method, var target) -> answer(method, target);
      }
      drain();
    } catch (IOException e) {
      tally.resets.incrementAndGet();
    }
  }

  /// The answer of a server without a free slot.
  void turnAway() {
    try (socket) {
      refuse(503);
      drain();
    } catch (IOException e) {
      tally.resets.incrementAndGet();
    }
  }

  /// Takes the socket away, whatever the client's thread is doing.
  void kill() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone, and that was wanted.
    }
  }

  private void answer(String method, String target) throws IOException {
    if (!method.equals("GET") && !method.equals("HEAD")) {
      refuse(405);
      return;
    }
    var page = site.pages().get(target);
    if (page != null) {
      show(page.get(), method.equals("HEAD"));
      return;
    }
    var file = files.find(target);
    if (file.isEmpty()) {
      refuse(404);
      return;
    }
    send(file.get(), method.equals("HEAD"));
  }

  private void show(Page page, boolean headOnly) throws IOException {
    var out = socket.getOutputStream();
    out.write(head(200, page.type(), page.body().length, "Cache-Control: no-store\r\n"));
    if (!headOnly) {
      out.write(page.body());
    }
    out.flush();
    tally.answered(200, ageMs());
  }

  private void send(Path file, boolean headOnly) throws IOException {
    var size = Files.size(file);
    var out = socket.getOutputStream();
    var modified = HTTP_DATE.format(Files.getLastModifiedTime(file).toInstant());
    out.write(head(200, StaticFiles.type(file), size, "Last-Modified: " + modified + "\r\n"));
    if (!headOnly && copy(file, out, size) < size) {
      tally.truncated.incrementAndGet();
    }
    out.flush();
    tally.answered(200, ageMs());
  }

  /// Never more than was promised, should the file grow meanwhile.
  private long copy(Path file, OutputStream out, long size) throws IOException {
    var buffer = new byte[BUFFER];
    var sent = 0L;
    try (var in = Files.newInputStream(file)) {
      while (sent < size) {
        var read = in.read(buffer, 0, (int) Math.min(BUFFER, size - sent));
        if (read < 0) {
          break;
        }
        out.write(buffer, 0, read);
        progress = System.nanoTime();
        sent += read;
      }
    }
    return sent;
  }

  private void refuse(int status) throws IOException {
    var body = (status + " " + reason(status) + "\n").getBytes(StandardCharsets.US_ASCII);
    var extra = status == 405 ? "Allow: GET, HEAD\r\n" : "";
    var out = socket.getOutputStream();
    out.write(head(status, "text/plain", body.length, extra));
    out.write(body);
    out.flush();
    tally.answered(status, ageMs());
  }

  private static byte[] head(int status, String type, long length, String extra) {
    var head =
        "HTTP/1.1 %d %s\r\nDate: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s"
            .formatted(
                status, reason(status), HTTP_DATE.format(Instant.now()), type, length, extra);
    return (head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /// Lets the peer close first: closing over unread bytes would reset the answer away.
  private void drain() throws IOException {
    socket.shutdownOutput();
    socket.setSoTimeout(DRAIN_MS);
    try {
      var _ = socket.getInputStream().skip(DRAIN_BYTES);
    } catch (SocketTimeoutException e) {
      // It had its answer and its time.
    }
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 431 -> "Request Header Fields Too Large";
      case 503 -> "Service Unavailable";
      default -> throw new IllegalArgumentException("no reason for " + status);
    };
  }
}
