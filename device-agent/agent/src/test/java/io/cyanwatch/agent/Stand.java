package io.cyanwatch.agent;

import io.cyanwatch.protocol.ListenerState;
import java.util.Random;

/// A listener whose health can be chosen, and what was done to it.
final class Stand {
  final Supervisor supervisor;
  String acts = "";
  int opens;
  boolean visited;
  boolean jammed;
  boolean dying;
  boolean alive;

  Stand(Supervisor.Powers powers, long enabledAt) {
    supervisor = new Supervisor(new Random(1), powers, enabledAt);
  }

  ListenerState state() {
    return supervisor.state();
  }

  void run(long from, long to, Link link) {
    for (var now = from; now <= to; now += 100) {
      at(now, link);
    }
  }

  void at(long now, Link link) {
    switch (supervisor.next(now, link, alive)) {
      case Supervisor.Act.Nothing() -> {}
      case Supervisor.Act.Open() -> open(now);
      case Supervisor.Act.Confirmed() -> acts += "confirmed ";
      case Supervisor.Act.Close(var why) -> {
        alive = false;
        acts += "close:" + why + " ";
      }
      case Supervisor.Act.Bounce() -> acts += "bounce ";
      case Supervisor.Act.RestartDevice() -> acts += "restart ";
    }
  }

  private void open(long now) {
    opens++;
    acts += "open ";
    if (jammed) {
      supervisor.refused(now);
    } else if (visited) {
      supervisor.bound(now);
      alive = true;
    } else {
      supervisor.opened(now);
      alive = !dying;
    }
  }
}
