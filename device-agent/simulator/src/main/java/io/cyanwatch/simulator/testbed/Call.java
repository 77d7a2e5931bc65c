package io.cyanwatch.simulator.testbed;

import io.cyanwatch.simulator.testbed.Visit.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// One request over a connection of its own, with ten seconds for all of it.
final class Call {
  private static final int DEADLINE_MS = 10_000;
  private static final int MOST_BYTES = 65_536;
  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.[01] ([0-9]{3})[ \r].*", Pattern.DOTALL);
  private static final Pattern LENGTH =
      Pattern.compile("(?i)\r\ncontent-length: *([0-9]{1,6})\r\n");

  private Call() {}

  static Outcome at(InetSocketAddress target) {
    var by = System.nanoTime() + DEADLINE_MS * 1_000_000L;
    try (var socket = new Socket()) {
      socket.connect(target, DEADLINE_MS);
      return ask(socket, request(target), by);
    } catch (SocketTimeoutException | NoRouteToHostException e) {
      return Outcome.TIMEOUT;
    } catch (ConnectException e) {
      return String.valueOf(e.getMessage()).contains("refused") ? Outcome.REFUSED : Outcome.TIMEOUT;
    } catch (IOException e) {
      return Outcome.CUT;
    }
  }

  static byte[] request(InetSocketAddress target) {
    return "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
        .formatted(target.getHostString())
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// What an answer is worth that ended where the connection did.
  static Outcome judge(String answer) {
    var status = STATUS.matcher(answer);
    var body = answer.indexOf("\r\n\r\n") + 4;
    if (!status.matches() || body < 4) {
      return Outcome.CUT;
    }
    var length = LENGTH.matcher(answer.substring(0, body));
    if (length.find() && answer.length() - body < Integer.parseInt(length.group(1))) {
      return Outcome.CUT;
    }
    return switch (status.group(1)) {
      case "200" -> Outcome.OK;
      case "503" -> Outcome.FULL;
      default -> Outcome.OTHER;
    };
  }

  private static Outcome ask(Socket socket, byte[] request, long by) throws IOException {
    var answer = new ByteArrayOutputStream();
    try {
      socket.getOutputStream().write(request);
      var buffer = new byte[4_096];
      while (answer.size() < MOST_BYTES) {
        socket.setSoTimeout((int) Math.max(1, (by - System.nanoTime()) / 1_000_000));
        var read = socket.getInputStream().read(buffer);
        if (read < 0) {
          break;
        }
        answer.write(buffer, 0, read);
      }
    } catch (SocketTimeoutException e) {
      return answer.size() == 0 ? Outcome.SILENT : Outcome.CUT;
    } catch (IOException e) {
      return Outcome.CUT;
    }
    return judge(answer.toString(StandardCharsets.ISO_8859_1));
  }
}
