package io.cyanwatch.agent;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an agent was asked to be, checked.
///
/// @param state the directory of what outlives the process
/// @param scratch the directory of what is written each second
/// @param interval seconds between heartbeats
/// @param door the server to keep open; a prober has none
/// @param device the network interface to watch; empty for the one that fits
record Options(
    Account account,
    Path state,
    Path scratch,
    int interval,
    @Nullable Door door,
    String device,
    Powers powers,
    Visits visits) {

  /// @param slots clients that are served at a time
  /// @param selfProbe seconds between connections to oneself; 0 for none
  record Door(InetSocketAddress address, Path root, int slots, int selfProbe) {}

  /// @param bounce the command that takes the network down and up; empty for none
  /// @param restart whether the cloud, or the last step of an escalation, may restart the agent
  /// @param restartCommand what is run to restart; empty to leave and be started again
  record Powers(String bounce, boolean restart, String restartCommand) {}

  /// @param allowed where the cloud may have this device knock
  /// @param atOnce how many knocks at a time
  record Visits(List<Network> allowed, int atOnce) {}
}
