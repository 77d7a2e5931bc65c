package io.cyanwatch.simulator.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A server as a first program is: one client at a time, and no deadline anywhere. NOT hardened, on
/// purpose: a client that vanishes in the middle of its request holds it for ever.
@Command(name = "first-program", hidden = true, description = "A server without any deadline.")
final class FirstProgram implements Callable<Integer> {
  private static final byte[] PAGE =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<p>Hello</p>\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  @Option(names = "--port", required = true)
  private int port;

  @Override
  public Integer call() throws IOException {
    try (var door = new ServerSocket(port)) {
      while (true) {
        try (var client = door.accept()) {
          answer(client);
        } catch (IOException e) {
          // This client broke off; the next one, please.
        }
      }
    }
  }

  /// Waits for the empty line behind the head, as long as it takes.
  static void answer(Socket client) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isEmpty()) {
        client.getOutputStream().write(PAGE);
        return;
      }
    }
  }
}
