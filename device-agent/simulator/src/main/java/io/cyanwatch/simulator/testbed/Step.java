package io.cyanwatch.simulator.testbed;

import java.util.List;
import java.util.stream.Stream;

/// One pull or push of a fault.
///
/// @param atMs from the start of the run
record Step(long atMs, Act act) {

  enum Act {
    PULL_UPLINK,
    PLUG_UPLINK,
    PULL_RADIO,
    RADIO_BACK,
    SAME_ADDRESS,
    OTHER_ADDRESS
  }

  static List<Step> of(List<Fault> faults) {
    return faults.stream().flatMap(Step::of).toList();
  }

  private static Stream<Step> of(Fault fault) {
    var end = fault.atMs() + fault.lastsMs();
    var address = fault.moves() ? Act.OTHER_ADDRESS : Act.SAME_ADDRESS;
    return switch (fault.kind()) {
      case UPLINK ->
          Stream.of(new Step(fault.atMs(), Act.PULL_UPLINK), new Step(end, Act.PLUG_UPLINK));
      case RADIO ->
          Stream.of(
              new Step(fault.atMs(), Act.PULL_RADIO),
              new Step(end, Act.RADIO_BACK),
              new Step(fault.overMs(), address));
      case LEASE -> Stream.of(new Step(fault.atMs(), address));
    };
  }
}
