package io.cyanwatch.link;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A broker with one guest, played by hand.
final class Peer implements Closeable {
  private static final int CONNECT = 0x10;
  private static final int SUBSCRIBE = 0x82;

  private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private DataInputStream in = new DataInputStream(DataInputStream.nullInputStream());
  private OutputStream out = OutputStream.nullOutputStream();

  Peer() throws IOException {}

  int port() {
    return door.getLocalPort();
  }

  /// Lets the guest in, and subscribe if it wants to.
  CompletableFuture<Void> welcome(boolean subscribes) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            var guest = door.accept();
            guest.setTcpNoDelay(true);
            guest.setSoTimeout(10_000);
            in = new DataInputStream(guest.getInputStream());
            out = guest.getOutputStream();
            read(CONNECT);
            send(Sent.packet(0x20, new byte[] {0, 0, 0}));
            if (subscribes) {
              var asked = read(SUBSCRIBE);
              send(Sent.packet(0x90, new byte[] {asked[0], asked[1], 0, 1, 0}));
            }
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  void send(Sent packet) throws IOException {
    out.write(packet.bytes());
  }

  /// The body of the next packet of that type; others are passed.
  byte[] read(int head) throws IOException {
    while (true) {
      var packet = Wire.read(in);
      if (packet.type() == head >> 4) {
        return packet.body();
      }
    }
  }

  /// @return -1 when the guest has left
  int readOne() throws IOException {
    return in.read();
  }

  @Override
  public void close() throws IOException {
    out.close();
    door.close();
  }
}
