package io.cyanwatch.agent;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// One answer, ready to be sent.
///
/// @param head up to and with its empty line
/// @param body what is sent behind it, which is nothing for HEAD and 304
record Response(int status, byte[] head, Body body) {

  /// @param fields further header lines, each with its CRLF
  static Response of(int status, Instant now, String fields, String type, Body body, boolean bare) {
    var length = body.length();
    if (bare) {
      body.close();
    }
    var content = "Content-Type: " + type + "\r\nContent-Length: " + length + "\r\n";
    return new Response(status, head(status, now, fields + content), bare ? Body.NONE : body);
  }

  static Response notModified(Instant now, String fields) {
    return new Response(304, head(304, now, fields), Body.NONE);
  }

  /// A refusal that says in its body what it is.
  static Response refusal(int status, Instant now, boolean bare) {
    var text = status + " " + reason(status) + "\n";
    var fields =
        switch (status) {
          case 405 -> "Allow: GET, HEAD\r\n";
          case 503 -> "Retry-After: 1\r\n";
          default -> "";
        };
    var body = new Body.Bytes(text.getBytes(StandardCharsets.US_ASCII));
    return of(status, now, fields, "text/plain; charset=utf-8", body, bare);
  }

  private static byte[] head(int status, Instant now, String fields) {
    var text =
        "HTTP/1.1 "
            + status
            + " "
            + reason(status)
            + "\r\nDate: "
            + HttpDate.text(now)
            + "\r\n"
            + fields
            + "Connection: close\r\n\r\n";
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 304 -> "Not Modified";
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 413 -> "Content Too Large";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> throw new IllegalArgumentException("no reason for " + status);
    };
  }
}
