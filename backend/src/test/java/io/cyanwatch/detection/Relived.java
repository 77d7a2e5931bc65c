package io.cyanwatch.detection;

import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Timelines;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;

/// What a running application finds of its devices while they live, and what it finds afterwards in
/// what it stored of them.
public final class Relived {
  private final ConfigurableApplicationContext application;
  private final Map<Long, Lives.Log> onTheDay = new ConcurrentHashMap<>();

  /// Listens from now on.
  public Relived(ConfigurableApplicationContext application) {
    this.application = application;
    application.addApplicationListener(
        event -> {
          if (event instanceof PayloadApplicationEvent<?> of
              && of.getPayload() instanceof Judgement judgement) {
            judgement.opinions().forEach(opinion -> heard(judgement.at(), opinion));
          }
        });
  }

  private void heard(Instant at, Judgement.Opinion opinion) {
    var device = opinion.subject().device();
    if (device != null) {
      onTheDay.computeIfAbsent(device, _ -> new Lives.Log()).found(at, opinion);
    }
  }

  /// Somebody knocks at its door from outside.
  public void knock(DeviceRef device, String outcome) {
    var now = application.getBean(Clock.class).instant();
    application.getBean(Detection.class).probed(device, outcome, now);
  }

  /// Each finding, byte for byte.
  public List<String> onTheDay(DeviceRef device) {
    return onTheDay.getOrDefault(device.nr(), new Lives.Log()).lines();
  }

  /// The same from the database.
  public List<String> again(DeviceRef device, Instant from, Instant to) {
    var timelines = application.getBean(Timelines.class);
    var absences = new Absences(timelines.unwatched(from, to));
    var outages = application.getBean(Outages.class).within(from, to);
    var around = new Hindsight(outages, absences);
    var log = new Lives.Log();
    var replay =
        new Replay(
            application.getBean(Rules.class),
            application.getBean(DetectionProperties.class),
            absences,
            (state, at) -> around.of(device, state, at),
            device,
            log);
    timelines.history(device, from, to, replay::hears);
    replay.until(to);
    return log.lines();
  }
}
