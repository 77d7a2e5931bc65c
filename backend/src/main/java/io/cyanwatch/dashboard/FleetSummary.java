package io.cyanwatch.dashboard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The fleet in numbers; its JSON is the API's.
///
/// @param states devices by presence
/// @param listeners devices by what we know of their server
/// @param lights devices by what their LED shows
/// @param openIncidents by kind
record FleetSummary(
    Instant at,
    long devices,
    Map<String, Long> states,
    Map<String, Long> listeners,
    Map<String, Long> lights,
    Map<String, Long> openIncidents,
    List<Site> sites) {

  /// @param site empty for devices without one
  record Site(String site, long devices, long online, List<AccessPoint> accessPoints) {}

  /// @param accessPoint empty for devices that never told theirs
  record AccessPoint(String accessPoint, long devices, long online, Map<String, Long> lights) {}

  /// Devices that are alike.
  record Cell(
      String site, String accessPoint, String presence, String listener, Light light, long count) {

    boolean online() {
      return presence.equals("online");
    }
  }

  static FleetSummary of(List<Cell> cells, Map<String, Long> openIncidents, Instant at) {
    var states = zeroes("online", "offline", "unknown");
    var listeners = zeroes("listening", "suspect", "dead", "unknown");
    for (var cell : cells) {
      states.merge(cell.presence, cell.count, Long::sum);
      listeners.merge(cell.listener, cell.count, Long::sum);
    }
    return new FleetSummary(
        at, count(cells, _ -> true), states, listeners, lights(cells), openIncidents, sites(cells));
  }

  long light(Light light) {
    return lights.getOrDefault(light.key(), 0L);
  }

  private static List<Site> sites(List<Cell> cells) {
    var bySite = new TreeMap<String, List<Cell>>(NAMELESS_LAST);
    cells.forEach(cell -> bySite.computeIfAbsent(cell.site, _ -> new ArrayList<>()).add(cell));
    return bySite.entrySet().stream()
        .map(
            site ->
                new Site(
                    site.getKey(),
                    count(site.getValue(), _ -> true),
                    count(site.getValue(), Cell::online),
                    accessPoints(site.getValue())))
        .toList();
  }

  private static List<AccessPoint> accessPoints(List<Cell> cells) {
    var byAccessPoint = new TreeMap<String, List<Cell>>(NAMELESS_LAST);
    cells.forEach(
        cell -> byAccessPoint.computeIfAbsent(cell.accessPoint, _ -> new ArrayList<>()).add(cell));
    return byAccessPoint.entrySet().stream()
        .map(
            point ->
                new AccessPoint(
                    point.getKey(),
                    count(point.getValue(), _ -> true),
                    count(point.getValue(), Cell::online),
                    lights(point.getValue())))
        .toList();
  }

  private static Map<String, Long> lights(List<Cell> cells) {
    var lights = new EnumMap<Light, Long>(Light.class);
    cells.forEach(cell -> lights.merge(cell.light, cell.count, Long::sum));
    var named = new LinkedHashMap<String, Long>();
    lights.forEach((light, count) -> named.put(light.key(), count));
    return named;
  }

  private static long count(List<Cell> cells, Predicate<Cell> which) {
    return cells.stream().filter(which).mapToLong(Cell::count).sum();
  }

  private static Map<String, Long> zeroes(String... keys) {
    var zeroes = new LinkedHashMap<String, Long>();
    for (var key : keys) {
      zeroes.put(key, 0L);
    }
    return zeroes;
  }

  private static final Comparator<String> NAMELESS_LAST =
      Comparator.comparing(String::isEmpty).thenComparing(Comparator.naturalOrder());
}
