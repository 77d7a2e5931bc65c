package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.ResetClass;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// What stays true of a device for as long as it hangs on its wall.
///
/// @param listener where its web server listens
/// @param heap bytes free after start-up
/// @param slots clients that its web server takes at a time
public record Profile(
    String id,
    String name,
    AccessPoint ap,
    Firmware firmware,
    String mac,
    InetSocketAddress listener,
    long heap,
    int slots,
    Habits habits) {

  /// Hardware and operating system, with the two faults that came with the old ones.
  ///
  /// @param deaf after a WiFi reconnect the listener is gone and the application is not told
  /// @param crashy the teardown of the network after a cloud loss frees sockets that are in use
  public record Firmware(String hw, String os, boolean deaf, boolean crashy) {

    /// A reset with the number that this platform has for it.
    Birth.Reset reset(ResetClass kind, @Nullable Long data) {
      return new Birth.Reset(kind, Resets.raw(hw, kind), data);
    }
  }

  public String ip() {
    return listener.getHostString();
  }
}
