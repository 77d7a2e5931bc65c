package io.cyanwatch.link;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// The one socket under one client object. It gives us what Paho does not:
///
/// - its end is known at once, also while Paho's threads are busy, and it can be ended from
///   outside;
/// - nothing is read before the first word was written: a peer that hangs up in between would leave
///   the thread that starts the client waiting for ever;
/// - nothing is read while too much waits for its acknowledgement;
/// - TLS is part of connecting, with the host's name checked.
final class Line extends Socket {

  private static final long WAIT_MS = 1_000;

  private final boolean tls;
  private final ReceiveWindow window;
  private final Socket plain = new Socket();
  private final CountDownLatch spoken = new CountDownLatch(1);
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private volatile Socket wire = plain;

  /// @param window while it is full nothing is read
  Line(boolean tls, ReceiveWindow window) {
    this.tls = tls;
    this.window = window;
  }

  /// Completes with the reason when nothing can come or go any more.
  CompletableFuture<String> ended() {
    return ended;
  }

  /// Hands out this line, whoever asks.
  SocketFactory factory() {
    return new Only();
  }

  void end(String reason) {
    ended.complete(reason);
    try {
      plain.close();
    } catch (IOException _) {
      // It is gone, which is what we wanted.
    }
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    try {
      plain.connect(endpoint, timeout);
      plain.setTcpNoDelay(true);
      if (tls) {
        wire = secured(((InetSocketAddress) endpoint).getHostString(), timeout);
      }
    } catch (IOException e) {
      end(e.toString());
      throw e;
    }
  }

  private Socket secured(String host, int timeout) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var socket = (SSLSocket) factory.createSocket(plain, host, plain.getPort(), true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(timeout);
    socket.startHandshake();
    return socket;
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    wire.setSoTimeout(timeout);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new Ear(wire.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new Mouth(wire.getOutputStream());
  }

  @Override
  public void shutdownInput() {
    end("closed here");
  }

  @Override
  public void close() {
    end("closed here");
  }

  private final class Ear extends FilterInputStream {

    private final PacketBounds bounds = new PacketBounds();

    Ear(InputStream in) {
      super(in);
    }

    @Override
    public int available() throws IOException {
      return spoken.getCount() > 0 ? 0 : in.available();
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) == -1 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      awaitTurn();
      try {
        var read = in.read(bytes, from, length);
        if (read == -1) {
          end("closed by the broker");
        } else {
          bounds.passed(bytes, from, read);
        }
        return read;
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        end(e.toString());
        throw e;
      }
    }

    /// To Paho a line that must wait looks like one on which nothing comes.
    private void awaitTurn() throws IOException {
      try {
        var turn =
            spoken.await(WAIT_MS, TimeUnit.MILLISECONDS)
                && (!bounds.between() || window.awaitRoom(WAIT_MS));
        if (!turn) {
          throw new SocketTimeoutException();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }
  }

  private final class Mouth extends FilterOutputStream {

    Mouth(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      spoken.countDown();
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        end(e.toString());
        throw e;
      }
    }
  }

  private final class Only extends SocketFactory {

    @Override
    public Socket createSocket() {
      return Line.this;
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
      throw new UnsupportedOperationException();
    }
  }
}
