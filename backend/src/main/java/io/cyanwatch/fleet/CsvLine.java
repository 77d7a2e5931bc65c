package io.cyanwatch.fleet;

import io.cyanwatch.access.Problem;
import java.util.ArrayList;
import java.util.List;

/// One line of CSV. A quoted value never spans lines, so that a stray quote costs only its line.
final class CsvLine {
  private final String line;
  private final List<String> values = new ArrayList<>();
  private int at;

  private CsvLine(String line) {
    this.line = line;
  }

  static List<String> split(String line) {
    return new CsvLine(line).values();
  }

  private List<String> values() {
    do {
      values.add(at < line.length() && line.charAt(at) == '"' ? quoted() : plain());
    } while (at++ < line.length());
    return values;
  }

  private String plain() {
    var comma = line.indexOf(',', at);
    var end = comma < 0 ? line.length() : comma;
    var value = line.substring(at, end).strip();
    at = end;
    return value;
  }

  private String quoted() {
    var value = new StringBuilder();
    at++;
    while (at < line.length()) {
      var c = line.charAt(at++);
      if (c != '"') {
        value.append(c);
      } else if (at < line.length() && line.charAt(at) == '"') {
        value.append('"');
        at++;
      } else if (at == line.length() || line.charAt(at) == ',') {
        return value.toString();
      } else {
        break;
      }
    }
    throw Problem.badField("row", "A quote is not closed, or text follows it.");
  }
}
