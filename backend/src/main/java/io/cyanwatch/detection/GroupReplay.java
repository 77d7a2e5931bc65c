package io.cyanwatch.detection;

import io.cyanwatch.detection.UplinkRule.Gone;
import io.cyanwatch.detection.UplinkRule.Group;
import io.cyanwatch.fleet.DeviceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// The access points or sites of a fleet once more: who came and went, brought together from the
/// histories of the devices. It holds comings and goings, of which there are few, and no records.
final class GroupReplay {
  /// So many are held.
  private static final int MOST = 400_000;

  private static final Duration GATHER = Duration.ofSeconds(1);

  private final boolean sites;
  private final UplinkRule rule;
  private final Duration again;
  private final BiPredicate<String, Instant> explained;
  private final List<Shift> shifts = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();
  private final LinkedHashMap<String, Instant> asked = new LinkedHashMap<>();
  private final List<Foretold> found = new ArrayList<>();

  /// @param again a fault that comes back within this time continues its incident
  /// @param explained whether an outage of that site was known that explains it
  GroupReplay(
      String kind, UplinkRule rule, Duration again, BiPredicate<String, Instant> explained) {
    this.sites = kind.equals(UplinkRule.SITE);
    this.rule = rule;
    this.again = again;
    this.explained = explained;
  }

  /// More devices came and went than can be held at once.
  static final class TooMuch extends RuntimeException {
    private TooMuch() {
      super("more than " + MOST + " comings and goings");
    }
  }

  private record Shift(
      Instant at,
      DeviceRef device,
      String accessPoint,
      boolean here,
      boolean heard,
      @Nullable Instant lostAt) {

    String place(boolean sites) {
      return sites ? device.site() : accessPoint;
    }
  }

  private static final class Place {
    final Map<Long, Shift> members = new HashMap<>();
    Set<String> lost = Set.of();
    @Nullable Foretold open;
  }

  /// Whether any device was ever there.
  boolean knows(String place) {
    return places.containsKey(place);
  }

  void moved(Instant at, DeviceRef device, DeviceState before, DeviceState after) {
    var was = shift(at, device, before);
    var is = shift(at, device, after);
    if (is.equals(was)) {
      return;
    }
    if (shifts.size() == MOST) {
      throw new TooMuch();
    }
    shifts.add(is);
  }

  private static Shift shift(Instant at, DeviceRef device, DeviceState state) {
    var lost = state.unexplainedSince();
    var at0 = Absent.or(state.network().accessPoint(), "");
    return new Shift(at, device, at0, state.online() && lost == null, state.online(), lost);
  }

  /// What the rule would have found.
  List<Foretold> run(Instant end) {
    shifts.sort(Comparator.comparing(Shift::at).thenComparing(s -> s.device().nr()));
    var where = new HashMap<Long, String>();
    for (var shift : shifts) {
      look(shift.at());
      var to = shift.place(sites);
      var from = where.put(shift.device().nr(), to);
      if (from != null && !from.equals(to)) {
        place(from).members.remove(shift.device().nr());
        ask(from, shift.at());
      }
      place(to).members.put(shift.device().nr(), shift);
      ask(to, shift.at());
    }
    look(end);
    places.values().stream().map(p -> p.open).filter(Objects::nonNull).forEach(found::add);
    found.sort(Comparator.comparing(Foretold::from).thenComparing(Foretold::subject));
    return found;
  }

  private Place place(String name) {
    return places.computeIfAbsent(name, _ -> new Place());
  }

  private void ask(String place, Instant at) {
    if (!place.isEmpty()) {
      asked.putIfAbsent(place, at.plus(GATHER));
    }
  }

  /// Asked for one after the other, and so due in this order.
  private void look(Instant until) {
    while (!asked.isEmpty() && asked.firstEntry().getValue().isBefore(until)) {
      var due = Objects.requireNonNull(asked.pollFirstEntry());
      judge(due.getKey(), place(due.getKey()), due.getValue());
    }
  }

  private void judge(String name, Place place, Instant now) {
    var here = new HashMap<String, Integer>();
    var gone = new ArrayList<Gone>();
    for (var member : place.members.values()) {
      if (member.here()) {
        here.merge(member.accessPoint(), 1, Integer::sum);
      } else if (member.lostAt() != null) {
        gone.add(
            new Gone(member.device().id(), member.accessPoint(), member.lostAt(), member.heard()));
      }
    }
    var group = new Group(name, here, gone, place.lost);
    switch (rule.judge(group)) {
      case Verdict.Fault fault -> {
        var lost = new HashSet<>(place.lost);
        rule.lost(group).forEach(one -> lost.add(one.id()));
        place.lost = lost;
        if (place.open == null || place.open.to() != null) {
          open(name, place, fault, now);
        }
      }
      case Verdict.Clear _ -> {
        place.lost = Set.of();
        if (place.open != null && place.open.to() == null) {
          place.open = place.open.until(now);
        }
      }
      case Verdict.Unsure _, Verdict.Hindsight _ -> {}
    }
  }

  private void open(String name, Place place, Verdict.Fault fault, Instant now) {
    if (place.open != null && place.open.continuesAt(now, again)) {
      place.open = place.open.until(null);
      return;
    }
    if (place.open != null) {
      found.add(place.open);
    }
    var site = sites ? name : place.members.values().iterator().next().device().site();
    var told = sites || !explained.test(site, fault.since());
    place.open = new Foretold(name, site, now, null, fault.summary(), told);
  }
}
