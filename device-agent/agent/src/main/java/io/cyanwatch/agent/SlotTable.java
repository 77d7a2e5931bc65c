package io.cyanwatch.agent;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/// All slots: one per client, one to turn somebody away, one for our own probe. Whatever happens is
/// driven by [#tick], on one thread; times are milliseconds.
final class SlotTable {
  static final View NOBODY = new View(0, Long.MAX_VALUE);

  /// How long newcomers wait for somebody who is being turned away. Beyond it they are closed at
  /// once, lest one slow peer hides that the listener lives.
  static final long QUEUE_MS = 250;

  /// After the system had no connection to lend.
  static final long SHORTAGE_MS = 100;

  private static final int ACCEPTS_PER_TICK = 32;
  private static final int SCRATCH = 8 * 1_024;

  private final Sockets sockets;
  private final Answers answers;
  private final Tally tally;
  private final Slot[] slots;
  private final int clients;
  private int first;
  private long acceptsFrom = Long.MIN_VALUE;
  private boolean broken;
  private volatile View view = NOBODY;

  SlotTable(Sockets sockets, Answers answers, WebServer.Limits limits, Tally tally) {
    var scratch = ByteBuffer.allocateDirect(SCRATCH);
    var around = new Slot.Around(sockets, answers, limits, tally, scratch);
    this.sockets = sockets;
    this.answers = answers;
    this.tally = tally;
    this.clients = limits.slots();
    this.slots =
        IntStream.range(0, seats(limits))
            .mapToObj(index -> new Slot(index, kind(index, clients), around))
            .toArray(Slot[]::new);
  }

  /// How it looks from outside, after a tick.
  ///
  /// @param oldest when the oldest open client was accepted
  record View(int open, long oldest) {}

  static int seats(WebServer.Limits limits) {
    return limits.slots() + 2;
  }

  View view() {
    return view;
  }

  /// Whether the listening socket is of no use any more.
  boolean broken() {
    return broken;
  }

  /// Goes once round all slots, each time from another one on, then lets newcomers in.
  ///
  /// @return when to tick again at the latest
  long tick(long now) {
    first = (first + 1) % slots.length;
    for (var i = 0; i < slots.length; i++) {
      slots[(first + i) % slots.length].step(now);
    }
    var again = welcome(now);
    look();
    return Math.min(again, Arrays.stream(slots).mapToLong(Slot::due).min().orElseThrow());
  }

  void drop(long now) {
    for (var slot : slots) {
      slot.drop(now);
    }
    look();
  }

  private long welcome(long now) {
    for (var i = 0; i < ACCEPTS_PER_TICK; i++) {
      if (now < acceptsFrom) {
        return acceptsFrom;
      }
      if (full() && !door().free() && now < door().accepted() + QUEUE_MS) {
        return door().accepted() + QUEUE_MS;
      }
      switch (sockets.accept()) {
        case NONE -> {
          return Long.MAX_VALUE;
        }
        case CLIENT -> client(now);
        case PROBE -> probe(now);
        case LOST -> {
          tally.accepted(now, open());
          tally.ended(End.LEFT);
        }
        case SHORTAGE -> {
          tally.shortages.incrementAndGet();
          tally.incidents.saw("accept_error", Trouble.detail(sockets.fault()));
          acceptsFrom = now + SHORTAGE_MS;
        }
        case BROKEN -> {
          broken = true;
          return now;
        }
      }
    }
    return now;
  }

  private void client(long now) {
    for (var i = 0; i < clients; i++) {
      if (slots[i].free()) {
        tally.accepted(now, open() + 1);
        slots[i].seat(now);
        return;
      }
    }
    tally.rejected.incrementAndGet();
    tally.incidents.saw("client_rejected", Map.of("peer", sockets.newcomer(), "open", clients));
    if (door().free()) {
      door().seat(now);
    } else {
      sockets.refuse(ByteBuffer.wrap(answers.refusal(503, true).head()));
    }
  }

  /// Only one probe runs at a time, so an older one has been given up.
  private void probe(long now) {
    var slot = slots[clients + 1];
    slot.drop(now);
    slot.seat(now);
  }

  private Slot door() {
    return slots[clients];
  }

  private boolean full() {
    return open() == clients;
  }

  private int open() {
    var open = 0;
    for (var i = 0; i < clients; i++) {
      open += slots[i].free() ? 0 : 1;
    }
    return open;
  }

  private void look() {
    var oldest = Long.MAX_VALUE;
    for (var i = 0; i < clients; i++) {
      oldest = slots[i].free() ? oldest : Math.min(oldest, slots[i].accepted());
    }
    view = new View(open(), oldest);
  }

  private static Slot.Kind kind(int index, int clients) {
    if (index < clients) {
      return Slot.Kind.CLIENT;
    }
    return index == clients ? Slot.Kind.TURNED_AWAY : Slot.Kind.PROBE;
  }
}
