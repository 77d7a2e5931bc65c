package io.cyanwatch.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Keeps `timeline.rollup` in step with the blocks: each row has the summaries of one device's day.
@Repository
class Rollups {
  private static final long DAY = 24 * Sample.HOUR;
  private static final String COPY =
      "copy timeline.rollup (device, day, hours) from stdin (format binary)";

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  Rollups(JdbcClient jdbc, JdbcTemplate template) {
    this.jdbc = jdbc;
    this.template = template;
  }

  /// The beginning of the day in which `at` lies; milliseconds since 1970, UTC.
  static long day(long at) {
    return Math.floorDiv(at, DAY) * DAY;
  }

  /// A device and a day of it.
  private record Place(long device, long day) {}

  /// Puts these hours into their days, in place of what was there of the same hour.
  ///
  /// @param hours by device
  void put(Map<Long, List<Summary>> hours) {
    var days = new HashMap<Place, SortedMap<Long, Summary>>();
    hours.forEach(
        (device, summaries) -> {
          for (var summary : summaries) {
            days.computeIfAbsent(new Place(device, day(summary.hour())), _ -> new TreeMap<>());
          }
        });
    if (days.isEmpty()) {
      return;
    }
    take(days);
    hours.forEach(
        (device, summaries) -> {
          for (var summary : summaries) {
            days.getOrDefault(new Place(device, day(summary.hour())), new TreeMap<>())
                .put(summary.hour(), summary);
          }
        });
    write(days);
  }

  /// Takes out what is there.
  private void take(Map<Place, SortedMap<Long, Summary>> days) {
    var places = new ArrayList<>(days.keySet());
    jdbc.sql(
            """
            delete from timeline.rollup r
            using unnest(:devices::bigint[], :days::timestamptz[]) as p (device, day)
            where r.device = p.device and r.day = p.day
              and r.day >= :first and r.day <= :last
            returning r.device, r.day, r.hours
            """)
        .param("devices", places.stream().map(Place::device).toArray(Long[]::new))
        .param(
            "days",
            places.stream().map(p -> Hours.time(p.day())).toArray(java.sql.Timestamp[]::new))
        .param("first", Hours.time(places.stream().mapToLong(Place::day).min().orElseThrow()))
        .param("last", Hours.time(places.stream().mapToLong(Place::day).max().orElseThrow()))
        .query(
            row -> {
              var day = row.getTimestamp("day").getTime();
              var known = days.getOrDefault(new Place(row.getLong("device"), day), new TreeMap<>());
              Summaries.decode(day, row.getBytes("hours"))
                  .forEach(summary -> known.put(summary.hour(), summary));
            });
  }

  private void write(Map<Place, SortedMap<Long, Summary>> days) {
    var rows = new BinaryCopy(days.size() * 512);
    days.forEach(
        (place, summaries) ->
            rows.row(3)
                .bigint(place.device())
                .millis(place.day())
                .bytes(Summaries.encode(place.day(), List.copyOf(summaries.values()))));
    template.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              rows.send(connection, COPY);
              return true;
            });
  }
}
