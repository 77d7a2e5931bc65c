package io.cyanwatch.simulator;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Phase;

/// What a device says about itself.
final class Reports {
  private static final String APPLICATION = "1.4.2";
  private static final String LIBRARY = "1.0.0";

  private Reports() {}

  static Birth birth(Envelope envelope, Profile profile, Boot boot, int interval) {
    return new Birth(
        envelope,
        interval,
        false,
        new Birth.Device(profile.firmware().hw(), APPLICATION, LIBRARY, profile.firmware().os()),
        boot.origin.reset(),
        new Birth.Net(
            profile.ip(), profile.listener().getPort(), profile.mac(), profile.ap().gateway()),
        CommandGuard.OPS,
        boot.origin.early(),
        boot.origin.last(),
        boot.origin.done());
  }

  static Health health(Envelope envelope, Boot boot, Phase phase, long now) {
    return new Health(
        envelope,
        phase,
        boot.radio.snapshot(),
        boot.cloud.snapshot(),
        boot.web.listener(now),
        boot.web.clientele(),
        boot.web.http(),
        boot.memory.snapshot(),
        new Health.Loop(800, 35L, 0L),
        new Health.Queue((long) boot.backlog.size(), boot.backlog.dropped()));
  }

  /// What the retained memory still holds after a reset.
  static Birth.Breadcrumb breadcrumb(Boot boot, Phase phase, String mark, long now) {
    return new Birth.Breadcrumb(
        boot.id,
        now - boot.at,
        phase,
        mark,
        boot.radio.ready(),
        boot.cloud.up(),
        boot.cloud.sinceRx(now),
        boot.cloud.sinceLost(now),
        boot.web.state(),
        boot.web.gen(),
        boot.web.clients(),
        boot.web.accepts(),
        boot.memory.least(),
        boot.marks());
  }
}
