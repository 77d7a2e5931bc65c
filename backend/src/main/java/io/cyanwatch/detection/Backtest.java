package io.cyanwatch.detection;

import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.timeline.Timelines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Runs a rule over what is stored: device by device, so that memory does not grow with the
/// history, and in read-only transactions of a quarter of a day each, so that nobody waits for it.
@Component
class Backtest {
  /// What a rule must know before it judges: boots of two hours, memory of four.
  private static final Duration LEAD_IN = Duration.ofHours(6);

  private static final int DEVICES = 200;
  private static final long PROGRESS_NANOS = 250_000_000;

  private final Fleet fleet;
  private final Timelines timelines;
  private final Rules rules;
  private final RuleBook book;
  private final DetectionProperties properties;
  private final Outages outages;
  private final PastIncidents incidents;

  Backtest(
      Fleet fleet,
      Timelines timelines,
      Rules rules,
      RuleBook book,
      DetectionProperties properties,
      Outages outages,
      PastIncidents incidents) {
    this.fleet = fleet;
    this.timelines = timelines;
    this.rules = rules;
    this.book = book;
    this.properties = properties;
    this.outages = outages;
    this.incidents = incidents;
  }

  /// @param rule with the thresholds to try
  /// @param site only its devices; empty for all
  /// @param device only this one; null for all
  record Ask(
      Rules.Setting rule, Instant from, Instant to, String site, @Nullable DeviceRef device) {

    String kind() {
      return rule.entry().kind();
    }
  }

  /// @param share of the devices that is done, from 0 to 1
  record Progress(long records, long devices, double share) {}

  /// Who waits for the answer. Whatever it throws ends the run.
  interface Watcher {

    void progress(Progress progress);
  }

  Tally.Result run(Ask ask, Watcher watcher) {
    return new Run(ask, watcher).run();
  }

  private final class Run {
    private final Ask ask;
    private final Watcher watcher;
    private final Rules tried;
    private final Absences absences;
    private final Hindsight around;
    private final PastIncidents.Manners manners = incidents.manners();
    private final Tally tally;
    private final @Nullable GroupReplay groups;
    private final Instant start;
    private final long all;
    private long records;
    private long devices;
    private long toldAt = System.nanoTime();

    Run(Ask ask, Watcher watcher) {
      this.ask = ask;
      this.watcher = watcher;
      this.tried = rules.but(book, ask.rule());
      this.start = ask.from().minus(LEAD_IN);
      this.absences = new Absences(timelines.unwatched(start, ask.to()));
      this.around = new Hindsight(outages.within(start, ask.to()), absences);
      this.tally = new Tally(ask.rule());
      this.groups =
          ask.rule().entry().maker().isPresent()
              ? null
              : new GroupReplay(
                  ask.kind(),
                  tried.uplink(ask.kind()),
                  manners.again(),
                  (site, at) -> around.ofSite(site).explained(at));
      this.all =
          ask.device() != null
              ? 1
              : ask.site().isEmpty() ? fleet.size() : fleet.siteSize(ask.site());
    }

    Tally.Result run() {
      if (ask.device() != null) {
        slice(List.of(ask.device()));
      } else {
        for (var slice = next(0); !slice.isEmpty(); slice = next(slice.getLast().nr())) {
          slice(slice);
        }
      }
      if (groups != null) {
        places(groups);
      }
      return tally.result(ask.from(), ask.to(), devices, records);
    }

    private List<DeviceRef> next(long after) {
      return fleet.next(after, ask.site(), DEVICES);
    }

    private void slice(List<DeviceRef> slice) {
      var found = new ArrayList<Foretold>();
      for (var device : slice) {
        found.addAll(replay(device));
        devices++;
        tell(0);
      }
      if (groups == null) {
        var numbers = slice.stream().map(DeviceRef::nr).toList();
        tally.add(found, incidents.ofDevices(ask.kind(), numbers, ask.from(), ask.to()));
      }
    }

    private List<Foretold> replay(DeviceRef device) {
      var findings = new Findings(ask, manners, device, around, groups);
      var replay =
          new Replay(
              tried,
              properties,
              absences,
              (state, at) -> around.of(device, state, at),
              device,
              findings);
      var span = (double) Duration.between(start, ask.to()).toMillis();
      timelines.history(
          device,
          start,
          ask.to(),
          heard -> {
            replay.hears(heard);
            records++;
            if ((records & 0xff) == 0) {
              tell(Duration.between(start, heard.receivedAt()).toMillis() / span);
            }
          });
      replay.until(ask.to());
      return findings.all();
    }

    private void places(GroupReplay groups) {
      var now = new ArrayList<>(groups.run(ask.to()));
      now.removeIf(one -> one.from().isBefore(ask.from()));
      var before =
          incidents.ofPlaces(ask.kind(), ask.from(), ask.to()).stream()
              .filter(past -> ask.site().isEmpty() || groups.knows(past.subject()))
              .toList();
      tally.add(now, before);
    }

    private void tell(double part) {
      var now = System.nanoTime();
      if (now - toldAt >= PROGRESS_NANOS) {
        toldAt = now;
        var share = all == 0 ? 1 : (devices + Math.clamp(part, 0, 1)) / all;
        watcher.progress(
            new Progress(records, devices, Math.round(Math.min(1, share) * 1e4) / 1e4));
      }
    }
  }

  /// Rules that statistics or we ourselves are the subject of have no history of devices.
  static boolean canReplay(RuleBook.Entry entry) {
    return entry.maker().isPresent()
        || entry.kind().equals(UplinkRule.UPLINK)
        || entry.kind().equals(UplinkRule.SITE);
  }

  /// The rule as it is to be tried; empty when it cannot be.
  static Optional<Rules.Setting> trying(Rules.Setting setting, Map<String, Double> thresholds) {
    return canReplay(setting.entry())
        ? Optional.of(
            new Rules.Setting(
                setting.entry(),
                setting.changed(),
                Rules.Mode.ON,
                setting.thresholds().with(thresholds)))
        : Optional.empty();
  }
}
