package io.cyanwatch.simulator.stress;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Makes one request after the other: each on a fresh connection, or on a kept one for as long as
/// the server keeps it.
final class Client implements AutoCloseable {
  private final Target target;
  private final Patience patience;
  private final boolean keeps;
  private final byte[] request;
  private @Nullable Socket socket;
  private @Nullable TimedInput input;

  Client(Target target, Patience patience, boolean keeps) {
    this.target = target;
    this.patience = patience;
    this.keeps = keeps;
    this.request = target.request(keeps);
  }

  /// Never throws: whatever happens is an answer. A kept connection that the server has closed in
  /// the meantime is no failure, and is replaced by a fresh one.
  Answer ask() {
    var start = System.nanoTime();
    if (socket != null) {
      var answer = attempt(start, true);
      var stale = answer.verdict() == Verdict.CLOSED || answer.verdict() == Verdict.RESET;
      if (!stale) {
        return answer;
      }
    }
    return attempt(start, false);
  }

  @Override
  public void close() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // Closing is all that was wanted.
    }
    socket = null;
    input = null;
  }

  private Answer attempt(long start, boolean old) {
    var answer = exchange(start, old);
    if (!answer.reusable()) {
      close();
    }
    return answer;
  }

  private Answer exchange(long start, boolean old) {
    var connected = old;
    try {
      if (!old) {
        connect(start);
        connected = true;
      }
      var reply = send(start);
      var verdict = reply.status() == 200 ? Verdict.SUCCESS : Verdict.NOT_200;
      return answer(verdict, reply.status(), reply.bytes(), start, keeps && reply.reusable());
    } catch (IOException e) {
      return answer(verdict(e, connected), 0, 0, start, false);
    }
  }

  private void connect(long start) throws IOException {
    var fresh = new Socket();
    socket = fresh;
    fresh.setTcpNoDelay(true);
    var left = start + patience.total().toNanos() - System.nanoTime();
    var most = Math.min(patience.connect().toNanos(), left);
    fresh.connect(target.address(), Math.clamp(most / 1_000_000, 1, Integer.MAX_VALUE));
    input = new TimedInput(fresh);
  }

  private Reply send(long start) throws IOException {
    if (socket == null || input == null) {
      throw new SocketException("no connection");
    }
    var deadline = start + patience.total().toNanos();
    socket.getOutputStream().write(request);
    var first = System.nanoTime() + patience.firstByte().toNanos();
    input.await(Math.min(first, deadline), deadline);
    return Reply.read(input);
  }

  private Verdict verdict(IOException e, boolean connected) {
    var begun = input != null && input.hasBegun();
    return switch (e) {
      case SocketTimeoutException _ when !connected -> Verdict.CONNECT_TIMEOUT;
      case SocketTimeoutException _ -> begun ? Verdict.SLOW : Verdict.SILENT;
      case EOFException _ -> begun ? Verdict.TRUNCATED : Verdict.CLOSED;
      case NoRouteToHostException _ -> Verdict.UNREACHABLE;
      case ConnectException _ -> byMessage(e);
      case SocketException _ when connected -> begun ? Verdict.TRUNCATED : Verdict.RESET;
      case SocketException _ -> byMessage(e);
      default -> Verdict.OTHER;
    };
  }

  /// The system's own words are all there is to tell these apart.
  private static Verdict byMessage(IOException e) {
    var words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (words.contains("refused")) {
      return Verdict.REFUSED;
    }
    if (words.contains("timed out")) {
      return Verdict.CONNECT_TIMEOUT;
    }
    if (words.contains("unreachable") || words.contains("no route")) {
      return Verdict.UNREACHABLE;
    }
    return words.contains("reset") ? Verdict.RESET : Verdict.OTHER;
  }

  private static Answer answer(
      Verdict verdict, int status, long bytes, long start, boolean reusable) {
    return new Answer(verdict, status, bytes, start, System.nanoTime(), reusable);
  }
}
