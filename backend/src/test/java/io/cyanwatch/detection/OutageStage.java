package io.cyanwatch.detection;

import io.cyanwatch.SteppedClock;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.incident.IncidentChanged;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Severed;
import io.cyanwatch.timeline.Observation.Stamp;
import io.cyanwatch.timeline.Timeline;
import io.cyanwatch.timeline.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/// Fleets that break off together, on the real database, with a clock that the test steps.
abstract class OutageStage {
  @Autowired Timeline timeline;
  @Autowired Detection detection;
  @Autowired Groups groups;
  @Autowired Watch watch;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;
  @Autowired SteppedClock clock;
  @Autowired People people;

  final String run = UUID.randomUUID().toString().substring(0, 8);
  long seq;

  /// Hears whatever people are told, once it is committed.
  @TestComponent
  static class People {
    private final Queue<IncidentChanged> heard = new ConcurrentLinkedQueue<>();

    @TransactionalEventListener(condition = "#changed.told()")
    void on(IncidentChanged changed) {
      heard.add(changed);
    }
  }

  @BeforeEach
  void weWatch() {
    await(() -> watch.since().isPresent());
    clock.advance(2);
  }

  void await(java.util.concurrent.Callable<Boolean> until) {
    org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(40)).until(until);
  }

  List<DeviceRef> devices(String group, int count, String site) {
    return IntStream.range(0, count)
        .mapToObj(
            n -> {
              var id = run + "-" + group + "-" + n;
              var nr =
                  jdbc.sql(
                          """
                          insert into fleet.device (id, site, created_at)
                          values (:id, :site, now()) returning nr
                          """)
                      .param("id", id)
                      .param("site", site)
                      .query(Long.class)
                      .single();
              return new DeviceRef(nr, id, site);
            })
        .toList();
  }

  /// Their silence is no matter here: they speak once in ten hours.
  void live(List<DeviceRef> devices, String accessPoint) {
    seq++;
    receive(devices.stream().map(d -> born(stamp(d, seq))).toList());
    seq++;
    receive(
        devices.stream()
            .map(d -> (Observation) new Beats().bssid(run + accessPoint).at(stamp(d, seq)))
            .toList());
  }

  static Observation born(Stamp stamp) {
    return States.born(stamp, Duration.ofHours(10));
  }

  void breakOff(List<DeviceRef> devices) {
    receive(devices.stream().map(d -> (Observation) new Severed(stamp(d, -1))).toList());
  }

  Stamp stamp(DeviceRef device, long place) {
    var now = clock.instant();
    var conn = Math.max(1, seq);
    return new Stamp(
        device,
        States.boot(1),
        place,
        conn,
        Duration.ofSeconds(100 + seq),
        null,
        now,
        Duration.ZERO,
        now);
  }

  void receive(List<Observation> observations) {
    transaction.executeWithoutResult(
        _ -> detection.examine(timeline.append(observations), clock.instant()));
  }

  /// How many times people were told that something is broken.
  long told(String kind) {
    return people.heard.stream()
        .filter(it -> it.change() != IncidentChanged.Change.RESOLVED)
        .map(IncidentChanged::incident)
        .filter(it -> it.kind().equals(kind))
        .filter(it -> it.subject().startsWith(run) || it.site().endsWith(run))
        .count();
  }

  long history(String action) {
    return jdbc.sql(
            """
            select count(*) from incident.history h join incident.incident i on i.id = h.incident
            where h.action = :action
              and (i.subject like :run || '%' or i.site like '%' || :run)
            """)
        .param("action", action)
        .param("run", run)
        .query(Long.class)
        .single();
  }

  long count(String where) {
    return jdbc.sql(
            "select count(*) from incident.incident where (subject like :run || '%' or site like '%' || :run) and "
                + where)
        .param("run", run)
        .query(Long.class)
        .single();
  }
}
