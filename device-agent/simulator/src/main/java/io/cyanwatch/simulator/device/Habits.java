package io.cyanwatch.simulator.device;

import org.jspecify.annotations.Nullable;

/// How a device lives from day to day.
///
/// @param interval seconds between heartbeats
/// @param jitter milliseconds that a heartbeat may come later than its turn
/// @param application version of the application
/// @param vendor whether it keeps a session with its vendor's cloud
/// @param notice milliseconds without a byte after which that session counts as dead
/// @param noticeSpread up to so many more, drawn once per boot
/// @param teardown whether the system tears the network down when the cloud stays away, as Device
/// OS before 0.7.0 does
/// @param signal usual strength in dBm; null for one that follows from the id
/// @param skew of the wall clock in milliseconds; null for a device without one
public record Habits(
    int interval,
    int jitter,
    String application,
    boolean vendor,
    int notice,
    int noticeSpread,
    boolean teardown,
    @Nullable Integer signal,
    @Nullable Long skew) {

  /// A device that is to be looked at: quick, punctual and with a good clock.
  public static final Habits BRISK = new Habits(10, 0, "1.4.2", true, 14_000, 0, false, null, 0L);

  public Habits every(int seconds) {
    return new Habits(
        seconds, jitter, application, vendor, notice, noticeSpread, teardown, signal, skew);
  }
}
