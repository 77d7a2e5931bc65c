package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.ResetClass;
import org.jspecify.annotations.Nullable;

/// What may happen to a device beside its own faults: power, people, peers and time.
public final class Fate {
  private final Device device;

  Fate(Device device) {
    this.device = device;
  }

  /// A reset that nobody wanted.
  ///
  /// @param data of a panic, the blink count
  /// @param mark the last risky call; null when the retained memory did not survive
  public void crash(ResetClass kind, @Nullable Long data, @Nullable String mark, long now) {
    device.crash(kind, data, mark, now);
  }

  /// Somebody presses the button, or the application restarts itself on purpose.
  public void restart(ResetClass kind, long now) {
    device.leave("restart", kind, now + 800, now);
  }

  /// The power goes.
  ///
  /// @param until when it returns; [Long#MAX_VALUE] for never
  public void cutPower(long until) {
    device.off(ResetClass.POWER_ON, null, until);
  }

  public void sleep(long until, long now) {
    device.leave("sleep", ResetClass.LOW_POWER, until, now);
  }

  /// A new application comes in, and with it a heap that behaves.
  public void update(String application, long until, long now) {
    device.around.application = application;
    device.around.decay = Memory.Decay.NONE;
    device.leave("update", ResetClass.UPDATE, until, now);
  }

  /// The association stays up and carries nothing.
  public void zombie(boolean on) {
    device.boot().radio.zombie(on);
  }

  /// The vendor's cloud refuses this device, or takes it again.
  public void vendor(boolean there) {
    device.around.vendor = there;
  }

  /// A send that does not return before `until`.
  public void hang(long until, long now) {
    device.hang(until, now);
  }

  /// From the next boot on the heap gets worse by so many bytes per hour.
  public void decay(long leak, long crumble) {
    device.around.decay = new Memory.Decay(leak, crumble);
  }

  /// The wall clock is now so far off.
  public void skew(@Nullable Long ms) {
    device.around.skew = ms;
  }

  public void restartListener(String why, long now) {
    device.reach.restartListener(why, now);
  }

  /// The oldest client was sent away for saying too little.
  public void timedOut(boolean header) {
    device.boot().web.timedOut(header);
  }

  /// Writes found no room, `times` often and for so long in sum.
  public void stalled(long times, long ms) {
    device.boot().web.stalled(times, ms);
  }

  /// Heartbeats from now on come every so many seconds.
  public void interval(int seconds, long now) {
    device.voice.interval(seconds, now);
  }
}
