package io.cyanwatch.dashboard;

import io.cyanwatch.dashboard.FleetReads.Dot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// The fleet as rows of dots.
@Component
class FleetPage {
  /// Beyond this, dots are painted instead of being elements of the page.
  static final int ELEMENTS = 500;

  /// Up to this many, each dot carries its name.
  static final int NAMED = 80;

  private final FleetReads fleet;

  FleetPage(FleetReads fleet) {
    this.fleet = fleet;
  }

  /// @param size `named`, `dots` or `canvas`
  record Grid(String size, List<Site> sites) {}

  record Site(String site, long devices, long online, List<Row> rows) {}

  /// Everybody behind one access point; no dots where they are painted.
  record Row(String accessPoint, String shown, long devices, long online, List<Dot> dots) {}

  /// One of the counts above the grid.
  record Count(Light light, String word, long count) {}

  Grid grid(FleetSummary summary) {
    var size =
        summary.devices() <= NAMED ? "named" : summary.devices() <= ELEMENTS ? "dots" : "canvas";
    var dots = size.equals("canvas") ? Map.<String, List<Dot>>of() : byPlace();
    return new Grid(size, summary.sites().stream().map(site -> site(site, dots)).toList());
  }

  private Map<String, List<Dot>> byPlace() {
    var byPlace = new LinkedHashMap<String, List<Dot>>();
    for (var dot : fleet.dots()) {
      byPlace
          .computeIfAbsent(dot.site() + "\n" + dot.accessPoint(), _ -> new ArrayList<>())
          .add(dot);
    }
    return byPlace;
  }

  private static Site site(FleetSummary.Site site, Map<String, List<Dot>> dots) {
    var rows =
        site.accessPoints().stream()
            .map(
                point ->
                    new Row(
                        point.accessPoint(),
                        Words.accessPoint(point.accessPoint()),
                        point.devices(),
                        point.online(),
                        dots.getOrDefault(site.site() + "\n" + point.accessPoint(), List.of())))
            .toList();
    return new Site(site.site(), site.devices(), site.online(), rows);
  }

  /// Breathing first, then what needs somebody, then the rest; nothing that is not there.
  static List<Count> counts(FleetSummary summary) {
    var counts = new ArrayList<Count>();
    counts.add(new Count(Light.BREATHING, "breathing", summary.light(Light.BREATHING)));
    for (var light : Light.values()) {
      if (light != Light.BREATHING && summary.light(light) > 0) {
        counts.add(new Count(light, word(light), summary.light(light)));
      }
    }
    return counts;
  }

  private static String word(Light light) {
    return switch (light) {
      case LOOP -> "looping";
      case UNKNOWN -> "never seen";
      case OFFLINE -> "offline";
      case DEAD -> "deaf";
      case SUSPECT -> "suspect";
      case PANIC -> "in panic";
      case SAFE -> "in safe mode";
      case UPDATING -> "updating";
      case SETUP -> "in setup";
      case DFU -> "in DFU";
      case OFF -> "network off";
      case RADIO, NETWORK -> "looking for WiFi";
      case DHCP -> "asking for an address";
      case JOINED, CLOUD -> "looking for their cloud";
      case HANDSHAKE -> "shaking hands";
      case BREATHING -> "breathing";
    };
  }
}
