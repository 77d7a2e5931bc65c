package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.ListenerState;
import io.cyanwatch.protocol.ResetClass;

/// What is true of a device at this moment, as nobody outside a simulation can know it. A view:
/// it changes with the device.
public final class Condition {
  private final Device device;

  Condition(Device device) {
    this.device = device;
  }

  public String boot() {
    return device.boot().id;
  }

  public ResetClass reset() {
    return device.boot().origin.reset().kind();
  }

  /// Whether it believes to have a session with the broker.
  public boolean online() {
    return device.online();
  }

  public boolean off() {
    return device.off();
  }

  /// Off after a goodbye.
  public boolean away() {
    return device.away();
  }

  /// Milliseconds that its wall clock is off; 0 without one.
  public long skew() {
    var skew = device.around.skew;
    return skew == null ? 0 : skew;
  }

  /// Whether its main loop hangs.
  public boolean stuck(long now) {
    return device.stuck(now);
  }

  public boolean wifiReady() {
    return !device.off() && device.boot().radio.ready();
  }

  /// Whether its link carries bytes, which a zombie association does not.
  public boolean reachable() {
    return !device.off() && device.boot().radio.carries();
  }

  /// Whether bytes would come through to the broker, were the device itself still willing.
  public boolean carries() {
    return device.boot().radio.carries() && device.around.uplink;
  }

  public boolean uplink() {
    return device.around.uplink;
  }

  /// Link edges of this boot, both ways.
  public long wifiEdges() {
    return device.boot().radio.edges();
  }

  public boolean cloudUp() {
    return device.boot().cloud.up();
  }

  public boolean believesToListen() {
    return device.boot().web.state() == ListenerState.LISTENING;
  }

  public boolean full() {
    return device.boot().web.full();
  }

  public int clients() {
    return device.boot().web.clients();
  }

  public boolean vendorThere() {
    return device.around.vendor;
  }

  /// Whether its heap gets worse with every hour.
  public boolean decays() {
    return !device.boot().origin.decay().equals(Memory.Decay.NONE);
  }
}
