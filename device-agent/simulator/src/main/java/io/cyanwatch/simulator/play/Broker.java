package io.cyanwatch.simulator.play;

import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Will;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.protocol.Wire.Format;
import java.util.HashMap;
import java.util.Map;

/// The broker's side of each session: one per client id, a will for each, and patience of one and a
/// half times the keep-alive.
final class Broker {
  static final long KEEP_ALIVE_MS = 30_000;
  static final long PATIENCE_MS = KEEP_ALIVE_MS * 3 / 2;

  private final Agenda agenda;
  private final Ether ether;
  private final Map<String, Session> sessions = new HashMap<>();
  private boolean up = true;

  Broker(Agenda agenda, Ether ether) {
    this.agenda = agenda;
    this.ether = ether;
  }

  private static final class Session {
    final Line owner;
    final Will will;
    long deadline = Long.MAX_VALUE;

    Session(Line owner, Will will) {
      this.owner = owner;
      this.will = will;
    }
  }

  boolean up() {
    return up;
  }

  boolean holds(Line line) {
    var session = sessions.get(line.id());
    return session != null && session.owner == line;
  }

  /// A client id has one session: an older one ends here, and its will is told.
  void connect(Line line, Will will, long now) {
    var before = sessions.put(line.id(), new Session(line, will));
    if (before != null) {
      tell(line.id(), before.will);
      if (before.owner != line) {
        before.owner.kicked(now);
      }
    }
  }

  /// Nothing comes from it any more, since `heard`.
  void fellSilent(Line line, long heard) {
    var silent = sessions.get(line.id());
    if (silent != null && silent.owner == line) {
      silent.deadline = heard + PATIENCE_MS;
      agenda.at(silent.deadline, () -> expire(silent));
    }
  }

  /// It says goodbye: no will.
  void leave(Line line) {
    if (holds(line)) {
      sessions.remove(line.id());
    }
  }

  /// Everybody is cut off, and no will is told.
  void fall() {
    up = false;
    sessions.clear();
    ether.watching(false);
  }

  void rise() {
    up = true;
    ether.watching(true);
  }

  private void expire(Session silent) {
    var waited = agenda.now() >= silent.deadline && !silent.owner.flows();
    if (waited && sessions.get(silent.owner.id()) == silent) {
      sessions.remove(silent.owner.id());
      tell(silent.owner.id(), silent.will);
    }
  }

  private void tell(String id, Will will) {
    ether.deliver(id, Channel.WILL, Wire.encode(will, Format.JSON));
  }
}
