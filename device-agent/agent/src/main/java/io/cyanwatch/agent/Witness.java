package io.cyanwatch.agent;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Birth.Breadcrumb.Mark;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BiFunction;

/// Leaves a breadcrumb each second, at every event, and durably before each risky call.
final class Witness {
  private static final long EVERY_MS = 1_000;
  private static final int EVENTS = 8;

  private final Life life;
  private final BiFunction<String, List<Mark>, Birth.Breadcrumb> look;
  private final ArrayDeque<Mark> events = new ArrayDeque<>();
  private final Trouble trouble = new Trouble("The breadcrumb cannot be written");
  private String mark = "";
  private long nextAt;

  /// @param look makes a breadcrumb with the given mark and last events
  Witness(Life life, BiFunction<String, List<Mark>, Birth.Breadcrumb> look) {
    this.life = life;
    this.look = look;
  }

  void tick(long now) {
    if (now >= nextAt) {
      nextAt = now + EVERY_MS;
      leave(false);
    }
  }

  void event(String name, long now) {
    events.addLast(new Mark(name, now));
    if (events.size() > EVENTS) {
      events.removeFirst();
    }
    leave(false);
  }

  /// A call begins that might not return; empty when it did.
  void risk(String what) {
    mark = what;
    leave(!what.isEmpty());
  }

  private void leave(boolean durably) {
    try {
      life.state().crumb(life.boot(), look.apply(mark, List.copyOf(events)), durably);
    } catch (IOException e) {
      trouble.tell(e);
    }
  }
}
