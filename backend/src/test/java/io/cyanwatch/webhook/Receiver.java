package io.cyanwatch.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A web server on loopback that answers as well or as badly as a test wants.
final class Receiver implements AutoCloseable {

  /// Writes the answer; the socket is there for those who misbehave below HTTP.
  interface Manner {
    void answer(Request request, OutputStream out, Socket socket) throws Exception;
  }

  record Request(String path, Map<String, List<String>> headers, byte[] body) {

    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private final ServerSocket server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Manner manner;

  private Receiver(Manner manner) {
    this.manner = manner;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::listen);
  }

  static Receiver that(Manner manner) {
    return new Receiver(manner);
  }

  static Receiver answering(String status, String... headers) {
    return new Receiver(with(status, headers));
  }

  static Manner with(String status, String... headers) {
    var head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    for (var header : headers) {
      head.append(header).append("\r\n");
    }
    var answer = head.append("Content-Length: 2\r\n\r\nok").toString();
    return (_, out, _) -> out.write(answer.getBytes(StandardCharsets.US_ASCII));
  }

  void now(Manner manner) {
    this.manner = manner;
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/hook";
  }

  int port() {
    return server.getLocalPort();
  }

  List<Request> requests() {
    return requests;
  }

  private void listen() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        Thread.startVirtualThread(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var request = read(socket.getInputStream());
      requests.add(request);
      manner.answer(request, socket.getOutputStream(), socket);
    } catch (Exception _) {
      // The caller hung up, as it may.
    }
  }

  private static Request read(InputStream in) throws IOException {
    var path = List.of(line(in).split(" ", -1)).get(1);
    var headers = new ConcurrentHashMap<String, List<String>>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      var colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          List.of(line.substring(colon + 1).strip()));
    }
    var length = Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).getFirst());
    return new Request(path, headers, in.readNBytes(length));
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("The caller hung up.");
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.US_ASCII).stripTrailing();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
