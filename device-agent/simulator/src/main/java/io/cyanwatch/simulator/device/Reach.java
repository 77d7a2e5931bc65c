package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.ListenerState;
import io.cyanwatch.protocol.ResetClass;
import java.util.Map;
import java.util.Random;

/// How the world reaches a device: the link of its radio, and the listening socket that stands on
/// it.
final class Reach {
  private final Device device;
  private final Profile profile;
  private final Random random;

  Reach(Device device, Profile profile, Random random) {
    this.device = device;
    this.profile = profile;
    this.random = random;
  }

  void tick(long now) {
    var boot = device.boot();
    if (boot.cloud.pass(now, device.cloudBytes(now))) {
      boot.loseCloud(device, now);
    }
    boot.lamp.advance(device, now);
    boot.web.pass(now).ifPresent(step -> listened(step, now));
  }

  void dropWifi(long duration, long now) {
    var boot = device.boot();
    boot.radio.down(now);
    device.voice.event("wifi_down", Map.of("reason", 200), now);
    if (boot.cloud.up()) {
      boot.cloudGone(device, now);
    }
    if (profile.firmware().deaf() && boot.web.state() == ListenerState.LISTENING) {
      boot.web.loseSocketUnnoticed();
    } else {
      stopListener("link", now);
    }
    boot.lamp.connecting(now, duration);
  }

  /// The system tears the link down because its cloud is away, and its own firmware may not live
  /// through that.
  void tearDown(long now) {
    var boot = device.boot();
    if (profile.firmware().crashy() && boot.teardown.kills(boot.web.accepts())) {
      device.crash(ResetClass.PANIC, 1L, now);
    } else {
      dropWifi(2_000 + random.nextInt(3_000), now);
    }
  }

  /// Closes the socket and opens it again.
  void restartListener(String why, long now) {
    stopListener(why, now);
    device.boot().web.restart(now, 300);
  }

  private void stopListener(String why, long now) {
    var web = device.boot().web;
    web.stop();
    device.voice.event("listener_down", Reports.detail("gen", web.gen(), "why", why), now);
  }

  private void listened(Web.Step step, long now) {
    var web = device.boot().web;
    switch (step) {
      case UP -> device.voice.event("listener_up", Map.of("gen", web.gen()), now);
      case FAILED -> device.voice.event("listener_failed", Map.of("err", web.error()), now);
    }
    device.orders().listened(step, now);
  }
}
