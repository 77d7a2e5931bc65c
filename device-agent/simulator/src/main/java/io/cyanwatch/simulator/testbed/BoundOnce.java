package io.cyanwatch.simulator.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A server whose listener is made once and never again. NOT hardened, on purpose: otherwise it is
/// decent (many clients, deadlines), but it is bound to the address that the interface had at the
/// start, and the system closes its socket with the link, without a word, as Device OS does.
@Command(name = "bound-once", hidden = true, description = "A server that never listens again.")
final class BoundOnce implements Callable<Integer> {
  private static final int BACKLOG = 16;
  private static final int IDLE_MS = 30_000;
  private static final long LOOK_NS = 20_000_000;

  @Option(names = "--port", required = true)
  private int port;

  @Option(names = "--interface", required = true)
  private String link = "";

  @Override
  public Integer call() throws IOException {
    var door = new ServerSocket();
    door.bind(new InetSocketAddress(address(), port), BACKLOG);
    Thread.ofPlatform().daemon().name("system").start(() -> closeWithTheLink(door));
    while (true) {
      try {
        var client = door.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        // Nobody there, it seems; so it asks again, for ever.
        LockSupport.parkNanos(LOOK_NS);
      }
    }
  }

  private InetAddress address() throws IOException {
    var found = NetworkInterface.getByName(link);
    return found
        .inetAddresses()
        .filter(it -> it.getAddress().length == 4)
        .findFirst()
        .orElseThrow(() -> new IOException(link + " has no address"));
  }

  /// The part that the operating system of a board plays.
  private void closeWithTheLink(ServerSocket door) {
    var carrier = Path.of("/sys/class/net", link, "carrier");
    try {
      while (Files.readString(carrier).startsWith("1")) {
        LockSupport.parkNanos(LOOK_NS);
      }
      door.close();
    } catch (IOException e) {
      System.err.println("The link cannot be watched: " + e.getMessage());
    }
  }

  private static void serve(Socket client) {
    try (client) {
      client.setSoTimeout(IDLE_MS);
      FirstProgram.answer(client);
    } catch (IOException e) {
      // This client broke off, or was too slow.
    }
  }
}
