package io.cyanwatch.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
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
/// - messages are taken off it before the client hears them ([Ear]), none while too many wait for
///   their acknowledgement;
/// - acknowledgements are written many at once, between the client's packets ([Mouth]);
/// - TLS is part of connecting, with the host's name checked.
final class Line extends Socket {

  private final boolean tls;
  private final Hearing hearing;
  private final Acks acks = new Acks();
  private final Socket plain = new Socket();
  private final CountDownLatch spoken = new CountDownLatch(1);
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private volatile Socket wire = plain;

  Line(boolean tls, Hearing hearing) {
    this.tls = tls;
    this.hearing = hearing;
  }

  /// Completes with the reason when nothing can come or go any more.
  CompletableFuture<String> ended() {
    return ended;
  }

  /// Hands out this line, whoever asks.
  SocketFactory factory() {
    return new Only();
  }

  /// Tells the broker that it may forget a message, in a moment; does not wait for the network.
  void acknowledge(int id) {
    if (!acks.add(id)) {
      end("the broker reads no acknowledgements");
    }
  }

  /// The first word is on its way.
  void spoken() {
    spoken.countDown();
  }

  boolean hasSpoken() {
    return spoken.getCount() == 0;
  }

  /// @return whether it was spoken, at the latest after `millis`
  boolean awaitFirstWord(long millis) throws InterruptedException {
    return spoken.await(millis, TimeUnit.MILLISECONDS);
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
    return new Ear(this, wire.getInputStream(), hearing);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    var mouth = new Mouth(this, wire.getOutputStream(), acks);
    var _ = mouth.startAcknowledging();
    return mouth;
  }

  @Override
  public void shutdownInput() {
    end("closed here");
  }

  @Override
  public void close() {
    end("closed here");
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
