package io.cyanwatch.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What keeps happening, gathered so that a crowd makes one event now and then instead of one per
/// head: the first of a name is told at once, those that follow as a number, further and further
/// apart while it goes on. Safe from any thread.
final class Incidents {
  static final long FIRST_PAUSE_MS = 10_000;
  static final long LONGEST_PAUSE_MS = 600_000;

  private final Map<String, Row> rows = new LinkedHashMap<>();

  /// One event that is due.
  ///
  /// @param detail of the last time it happened, with `count` times since the event before
  record Told(String event, Map<String, Object> detail) {}

  private static final class Row {
    private Map<String, Object> last = Map.of();
    private long count;
    private long pause = FIRST_PAUSE_MS;
    private long nextAt = Long.MIN_VALUE;
  }

  synchronized void saw(String event, Map<String, Object> detail) {
    var row = rows.computeIfAbsent(event, _ -> new Row());
    row.last = detail;
    row.count++;
  }

  /// What is to be told now. To be called often.
  synchronized List<Told> due(long now) {
    var due = new ArrayList<Told>();
    rows.forEach(
        (event, row) -> {
          if (now >= row.nextAt) {
            if (row.count > 0) {
              due.add(told(event, row));
              row.nextAt = now + row.pause;
              row.pause = Math.min(LONGEST_PAUSE_MS, row.pause * 2);
            } else {
              row.pause = FIRST_PAUSE_MS;
            }
          }
        });
    return due;
  }

  private static Told told(String event, Row row) {
    var detail = new LinkedHashMap<>(row.last);
    detail.put("count", row.count);
    row.count = 0;
    return new Told(event, detail);
  }
}
