package io.cyanwatch.detection;

import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.detection.Verdict.Severity;
import io.cyanwatch.link.LinkChanged;
import io.cyanwatch.timeline.Watch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Whether we are watching ourselves: while the broker is away, nothing else can be judged.
@Component
class OwnWatch {
  static final String KIND = "backend_unwatched";
  private static final Subject US = Subject.fleet("broker");

  private final Watch watch;
  private final Rules rules;
  private final Shadows shadows;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private @Nullable Instant away;
  private boolean open = true;

  OwnWatch(
      Watch watch, Rules rules, Shadows shadows, ApplicationEventPublisher events, Clock clock) {
    this.watch = watch;
    this.rules = rules;
    this.shadows = shadows;
    this.events = events;
    this.clock = clock;
  }

  /// An absence counts from when it began; and one that lasted too long counts although it ended
  /// before anybody looked.
  @EventListener
  @Transactional
  public synchronized void on(LinkChanged change) {
    if (!change.connected()) {
      away = away == null ? change.at() : away;
    } else if (away != null && !open) {
      judge(away, change.at());
    }
  }

  /// One that was open when we stopped is closed at the first look.
  @Scheduled(fixedDelayString = "PT1S", initialDelayString = "PT5S")
  @Transactional
  synchronized void look() {
    var now = clock.instant();
    if (watch.since().isPresent()) {
      away = null;
      if (open) {
        open = false;
        say(new Verdict.Clear("The broker is there again."), now);
      }
      return;
    }
    var since = away == null ? now : away;
    away = since;
    judge(since, now);
  }

  private void judge(Instant since, Instant now) {
    var setting = rules.setting(KIND);
    var patience = setting.thresholds().seconds("patience_s");
    if (setting.mode() != Rules.Mode.OFF
        && judge(since, watch.isStalled(), patience, now) instanceof Verdict.Fault f) {
      open = true;
      say(setting.signed(f), now);
    }
  }

  static Verdict judge(Instant since, boolean stalled, Duration patience, Instant now) {
    return Duration.between(since, now).compareTo(patience) < 0
        ? new Verdict.Unsure()
        : Verdict.fault(
            Severity.CRITICAL,
            since,
            stalled
                ? "Nothing can be stored: what devices say waits at the broker, and none is judged silent."
                : "The broker cannot be reached: no device can be heard, and none is judged silent.",
            new Facts().put("since", since.toString()));
  }

  private void say(Verdict verdict, Instant now) {
    var opinions = List.of(new Opinion(US, KIND, verdict));
    if (rules.setting(KIND).mode() == Rules.Mode.SHADOW) {
      shadows.add(opinions, now);
    } else {
      events.publishEvent(new Judgement(now, opinions));
    }
  }
}
