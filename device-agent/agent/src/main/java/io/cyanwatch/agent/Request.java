package io.cyanwatch.agent;

/// What the whole head of a request asks for, or why it is refused. Bodies are not read.
sealed interface Request {
  /// A longer head is refused.
  int MAX_HEAD = 8 * 1_024;

  /// A longer body is refused, a shorter one ignored.
  int MAX_BODY = 64 * 1_024;

  /// @param target as it came, for GET and HEAD
  /// @param since the value of `If-Modified-Since`, or empty
  record Asked(boolean headOnly, String target, String since) implements Request {}

  record Bad(int status) implements Request {}

  /// @param head the request line, the header lines and the empty line, each with its LF
  static Request parse(String head) {
    var lines = head.lines().toList();
    var line = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ", -1);
    if (line.length != 3 || !Fields.isToken(line[0]) || line[1].isEmpty() || !isVersion(line[2])) {
      return new Bad(400);
    }
    return switch (Fields.of(lines.subList(1, lines.size()))) {
      case Fields.Wrong(var status) -> new Bad(status);
      case Fields.Read(var since) -> asked(line[0], line[1], since);
    };
  }

  private static Request asked(String method, String target, String since) {
    return switch (method) {
      case "GET" -> new Asked(false, target, since);
      case "HEAD" -> new Asked(true, target, since);
      default -> new Bad(405);
    };
  }

  private static boolean isVersion(String text) {
    return text.equals("HTTP/1.1") || text.equals("HTTP/1.0");
  }
}
