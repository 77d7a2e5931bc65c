package io.cyanwatch.simulator.load;

import io.cyanwatch.simulator.load.History.Sender;
import io.cyanwatch.simulator.load.Packets.Login;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Who takes part in a load: the devices, and the connections that carry them.
final class Roster {
  private static final int SHARED_OUT_BYTES = 256 * 1024;
  private static final int OWN_OUT_BYTES = 4 * 1024;
  private static final int USUAL_INTERVAL_S = 30;

  private final Plan plan;
  private final List<Member> members;
  private final RandomGenerator random;

  /// @param ids of the devices
  /// @param startedMs since 1970; the boot counter follows from it, so that it grows from load to
  ///     load
  Roster(Plan plan, List<String> ids, long startedMs, RandomGenerator random) {
    this.plan = plan;
    this.random = random;
    var interval = interval(ids.size(), plan.rate());
    this.members =
        IntStream.range(0, ids.size())
            .mapToObj(i -> new Member(i, ids.get(i), boot(startedMs), interval, plan.version()))
            .toList();
  }

  History.Head head(long startedMs) {
    return new History.Head(
        startedMs, members.stream().map(m -> new Sender(m.id(), m.boot())).toList());
  }

  /// Connections of one account that may speak for all devices.
  ///
  /// @param account its client id is the stem of all client ids
  List<Lane> shared(InetSocketAddress broker, Login account, int connections, Ledger ledger) {
    var lanes = new ArrayList<Lane>();
    for (var i = 0; i < connections; i++) {
      var mine = new ArrayList<Member>();
      for (var m = i; m < members.size(); m += connections) {
        mine.add(members.get(m));
      }
      var login = new Login(account.clientId() + "-" + i, account.user(), account.password(), null);
      lanes.add(lane(broker, login, i, mine, ledger, SHARED_OUT_BYTES));
    }
    return lanes;
  }

  /// A connection for each device, under its own name and with its will.
  List<Lane> own(InetSocketAddress broker, Map<String, String> passwords, Ledger ledger) {
    var lanes = new ArrayList<Lane>();
    for (var member : members) {
      var id = member.id();
      var login = new Login(id, id, passwords.getOrDefault(id, ""), member.will());
      lanes.add(lane(broker, login, member.number(), List.of(member), ledger, OWN_OUT_BYTES));
    }
    return lanes;
  }

  private Lane lane(
      InetSocketAddress broker,
      Login login,
      int number,
      List<Member> mine,
      Ledger ledger,
      int outBytes) {
    var traffic = new Traffic(number, mine, plan.window(), ledger);
    return new Lane(broker, login, plan, traffic, ledger, new Backoff(random), outBytes);
  }

  private String boot(long startedMs) {
    return "%08x-%08x".formatted((int) (startedMs / 1_000), random.nextInt());
  }

  /// Seconds between two heartbeats of one device at this rate.
  private static int interval(int devices, long rate) {
    return rate == Pace.FLAT_OUT
        ? USUAL_INTERVAL_S
        : Math.clamp(Math.ceilDiv(devices, rate), 1, 86_400);
  }
}
