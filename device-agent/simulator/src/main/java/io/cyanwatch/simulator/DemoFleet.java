package io.cyanwatch.simulator;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/// Twelve devices at two sites behind three access points, and a loop of faults that they live
/// through.
public final class DemoFleet implements AutoCloseable {

  private DemoFleet() {}

  /// A device of the demo as an operator would register it.
  ///
  /// @param listener where its web server really listens, on a loopback address
  public record Member(String id, String name, String site, InetSocketAddress listener) {}

  /// Who belongs to the demo; registered before [#start].
  public static List<Member> members() {
    return List.of();
  }

  /// Connects every member and starts the loop. Returns at once.
  ///
  /// @param passwords by device id
  public static DemoFleet start(InetSocketAddress broker, Map<String, String> passwords) {
    return new DemoFleet();
  }

  /// Disconnects every member and closes every listener, within two seconds.
  @Override
  public void close() {}
}
