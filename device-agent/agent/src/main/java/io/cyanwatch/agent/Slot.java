package io.cyanwatch.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One place for one connection at a time: reads a head, writes the answer, lets the peer close
/// first, and is free again within its deadlines whatever the peer does. Times are milliseconds.
final class Slot {
  /// For the peer to close first, which leaves the wait for stragglers on its side.
  static final long DRAIN_MS = 1_000;

  /// For all of a short answer to somebody who is turned away.
  static final long TURNED_AWAY_MS = 1_000;

  private static final int BYTES_PER_STEP = 64 * 1_024;
  private static final int DRAIN_BYTES = 1_024 * 1_024;
  private static final int SMALL = 1_024;

  private final Kind kind;
  private final Around around;
  private final long total;
  private final ByteBuffer buffer;
  private final Head head = new Head();
  private final Outgoing outgoing;
  private State state = State.FREE;
  private Handle handle;
  private long accepted;
  private long progress;
  private long asked;
  private long drained;
  private boolean stalled;
  private boolean eager;

  Slot(int index, Kind kind, Around around) {
    this.kind = kind;
    this.around = around;
    this.handle = new Handle(index, 0);
    this.buffer = ByteBuffer.allocateDirect(kind == Kind.CLIENT ? Request.MAX_HEAD : SMALL);
    this.outgoing = new Outgoing(buffer);
    this.total =
        switch (kind) {
          case CLIENT -> around.limits().total().toMillis();
          case PROBE -> around.limits().header().toMillis();
          case TURNED_AWAY -> TURNED_AWAY_MS;
        };
  }

  enum Kind {
    CLIENT,
    /// Is told 503 without being heard.
    TURNED_AWAY,
    /// Ours; not counted.
    PROBE
  }

  enum State {
    FREE,
    READ_HEAD,
    WRITE,
    DRAIN
  }

  /// What all slots share.
  ///
  /// @param scratch for bytes that nobody reads
  record Around(
      Sockets sockets, Answers answers, WebServer.Limits limits, Tally tally, ByteBuffer scratch) {}

  boolean free() {
    return state == State.FREE;
  }

  long accepted() {
    return accepted;
  }

  /// Takes the connection that has just come in.
  void seat(long now) {
    handle = new Handle(handle.slot(), handle.generation() + 1);
    around.sockets().seat(handle);
    state = State.READ_HEAD;
    accepted = now;
    progress = now;
    stalled = false;
    head.reset();
    buffer.clear();
    if (kind == Kind.TURNED_AWAY) {
      answer(around.answers().refusal(503, false), now);
    } else {
      step(now);
    }
  }

  /// Does a bounded piece of work and keeps the deadlines.
  void step(long now) {
    eager = false;
    switch (state) {
      case FREE -> {}
      case READ_HEAD -> read(now);
      case WRITE -> write(now);
      case DRAIN -> drain();
    }
    if (now >= deadline()) {
      expire(now);
    }
  }

  /// When it must be stepped at the latest, even if nothing moves: at once, if it stopped only to
  /// let others have their turn.
  long due() {
    return eager ? progress : deadline();
  }

  private long deadline() {
    var limits = around.limits();
    var end = accepted + total;
    return switch (state) {
      case FREE -> Long.MAX_VALUE;
      case READ_HEAD ->
          Math.min(
              end,
              Math.min(accepted + limits.header().toMillis(), progress + limits.idle().toMillis()));
      case WRITE -> stalled ? Math.min(end, progress + limits.wouldBlock().toMillis()) : end;
      case DRAIN -> Math.min(end, progress + DRAIN_MS);
    };
  }

  void drop(long now) {
    if (state != State.FREE) {
      finish(End.DROPPED, now);
    }
  }

  private void read(long now) {
    var count = around.sockets().recv(handle, buffer);
    if (count < 0) {
      finish(endOf(count), now);
      return;
    }
    if (count > 0) {
      progress = now;
    }
    switch (head.look(buffer)) {
      case MORE -> {}
      case FULL -> answer(around.answers().refusal(431, false), now);
      case BAD -> answer(around.answers().refusal(400, false), now);
      case WHOLE -> answer(around.answers().answer(text()), now);
    }
  }

  private String text() {
    var bytes = new byte[head.end() - head.start()];
    buffer.get(head.start(), bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private void answer(Response response, long now) {
    state = State.WRITE;
    asked = now;
    progress = now;
    if (kind == Kind.CLIENT) {
      around.tally().answering(response.status());
    }
    try {
      outgoing.start(response);
      write(now);
    } catch (IOException e) {
      finish(End.BROKEN, now);
    }
  }

  private void write(long now) {
    var budget = BYTES_PER_STEP;
    try {
      while (budget > 0) {
        var next = outgoing.next();
        if (!next.hasRemaining()) {
          whole(now);
          return;
        }
        var count = around.sockets().send(handle, next);
        if (count < 0) {
          finish(endOf(count), now);
          return;
        }
        if (count == Sockets.WOULD_BLOCK) {
          stalls(now);
          return;
        }
        moved(now);
        budget -= count;
      }
      eager = true;
    } catch (IOException e) {
      finish(End.BROKEN, now);
    }
  }

  private void whole(long now) {
    if (kind == Kind.CLIENT) {
      around.tally().answered(now - asked);
    }
    outgoing.close();
    around.sockets().shutdown(handle);
    state = State.DRAIN;
    progress = now;
    drained = 0;
    drain();
  }

  /// Closing over unread bytes would reset the answer away, so they are read, within reason.
  private void drain() {
    var budget = BYTES_PER_STEP;
    while (budget > 0) {
      var count = around.sockets().recv(handle, around.scratch().clear());
      if (count < 0 || drained > DRAIN_BYTES) {
        finish(End.ANSWERED, progress);
        return;
      }
      if (count == Sockets.WOULD_BLOCK) {
        return;
      }
      drained += count;
      budget -= count;
    }
  }

  private void stalls(long now) {
    if (!stalled) {
      stalled = true;
      progress = now;
      if (kind == Kind.CLIENT) {
        around.tally().stalls.incrementAndGet();
      }
    }
  }

  private void moved(long now) {
    if (stalled && kind == Kind.CLIENT) {
      around.tally().stallMs.addAndGet(now - progress);
    }
    stalled = false;
    progress = now;
  }

  /// A head that is late gets an answer; whoever is late with anything else has had its time.
  private void expire(long now) {
    if (state != State.READ_HEAD || now >= accepted + total) {
      tellOverdue(now);
      finish(End.OVERDUE, now);
      return;
    }
    if (kind == Kind.CLIENT) {
      var late = now >= accepted + around.limits().header().toMillis();
      (late ? around.tally().headerTimeouts : around.tally().silences).incrementAndGet();
      around.tally().timeout(peer(), late ? "header" : "idle", now - (late ? accepted : progress));
    }
    answer(around.answers().refusal(408, false), now);
  }

  private void tellOverdue(long now) {
    if (kind == Kind.CLIENT && state != State.DRAIN) {
      if (now >= accepted + total) {
        around.tally().timeout(peer(), "total", now - accepted);
      } else {
        around.tally().stalled(peer(), now - progress);
      }
    }
  }

  private String peer() {
    return around.sockets().peer(handle);
  }

  private void finish(End how, long now) {
    var end = state == State.DRAIN ? End.ANSWERED : how;
    moved(now);
    outgoing.close();
    around.sockets().close(handle, end == End.OVERDUE);
    if (kind == Kind.CLIENT) {
      around.tally().ended(end);
      if (state == State.WRITE) {
        around.tally().truncated.incrementAndGet();
      }
    }
    eager = false;
    state = State.FREE;
  }

  private static End endOf(int code) {
    return code == Sockets.RESET ? End.RESET : End.LEFT;
  }
}
