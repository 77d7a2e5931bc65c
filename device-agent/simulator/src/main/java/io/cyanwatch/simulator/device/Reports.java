package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Health;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a device says about itself.
final class Reports {
  private static final String LIBRARY = "1.0.0";

  private Reports() {}

  static Birth birth(Envelope envelope, Profile profile, Boot boot, int interval) {
    return new Birth(
        envelope,
        interval,
        false,
        new Birth.Device(
            profile.firmware().hw(), boot.origin.application(), LIBRARY, profile.firmware().os()),
        boot.origin.reset(),
        new Birth.Net(
            profile.ip(), profile.listener().getPort(), profile.mac(), profile.ap().gateway()),
        CommandGuard.OPS,
        boot.origin.early(),
        boot.origin.last(),
        boot.origin.done());
  }

  static Health health(Envelope envelope, Boot boot, long worst, long now) {
    return new Health(
        envelope,
        boot.lamp.phase(),
        boot.radio.snapshot(),
        boot.cloud.snapshot(),
        boot.web.listener(now),
        boot.web.clientele(now),
        boot.web.http(),
        boot.memory.snapshot(now),
        new Health.Loop(800, Math.max(35, worst), worst > 1_000 ? 1L : 0L),
        new Health.Queue((long) boot.backlog.size(), boot.backlog.dropped()));
  }

  /// What the retained memory still holds after a reset.
  static Birth.Breadcrumb breadcrumb(Boot boot, String mark, long now) {
    return new Birth.Breadcrumb(
        boot.id,
        now - boot.at,
        boot.lamp.phase(),
        mark,
        boot.radio.ready(),
        boot.cloud.up(),
        boot.cloud.sinceRx(now),
        boot.cloud.sinceLost(now),
        boot.web.state(),
        boot.web.gen(),
        boot.web.clients(),
        boot.web.accepts(),
        boot.memory.least(now),
        boot.marks());
  }

  /// Two values in their order, which `Map.of` would not keep from run to run.
  static Map<String, Object> detail(String a, Object valueA, String b, Object valueB) {
    var detail = new LinkedHashMap<String, Object>();
    detail.put(a, valueA);
    detail.put(b, valueB);
    return detail;
  }
}
