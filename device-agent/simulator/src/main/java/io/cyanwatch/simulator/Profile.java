package io.cyanwatch.simulator;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.ResetClass;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// What stays true of a device for as long as it hangs on its wall.
///
/// @param listener where its web server listens
/// @param heap bytes free after start-up
/// @param slots clients that its web server takes at a time
record Profile(
    String id,
    String name,
    AccessPoint ap,
    Firmware firmware,
    String mac,
    InetSocketAddress listener,
    long heap,
    int slots) {

  /// Hardware and operating system, with the two faults that came with the old ones.
  ///
  /// @param deaf after a WiFi reconnect the listener is gone and the application is not told
  /// @param crashy the teardown of the network after a cloud loss frees sockets that are in use
  record Firmware(String hw, String os, boolean deaf, boolean crashy) {

    /// A reset with the number that this platform has for it.
    Birth.Reset reset(ResetClass kind, @Nullable Long data) {
      var esp = hw.equals("esp32");
      var panic = kind == ResetClass.PANIC;
      return new Birth.Reset(kind, esp ? (panic ? 4L : 3L) : (panic ? 130L : 140L), data);
    }
  }

  String ip() {
    return listener.getHostString();
  }
}
