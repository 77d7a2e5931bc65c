package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.agent.Peer.Finish;
import io.cyanwatch.agent.Peer.Step;
import io.cyanwatch.agent.Sockets.Arrival;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotTableTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String GET_LARGE = "GET /large HTTP/1.1\r\nHost: x\r\n\r\n";

  private final Bench bench = new Bench(2);
  private final Tally tally = bench.tally;

  @Test
  void aFullTableTurnsAwayOneByOneAndClosesWhoeverWouldWaitTooLong() {
    bench.add(peer(0, Long.MAX_VALUE));
    bench.add(peer(0, Long.MAX_VALUE));
    var third = bench.add(peer(0, Long.MAX_VALUE, at(0, GET)));
    var fourth = bench.add(peer(0, Long.MAX_VALUE, at(0, GET)));

    bench.runTo(SlotTable.QUEUE_MS - 1);
    assertThat(third.received()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1\r\n");
    assertThat(fourth.acceptedAt).isEqualTo(-1);
    assertThat(fourth.closed()).isFalse();

    bench.runTo(SlotTable.QUEUE_MS);
    assertThat(fourth.received()).startsWith("HTTP/1.1 503 ");
    assertThat(fourth.closed()).isTrue();
    assertThat(tally.rejected.get()).isEqualTo(2);
    assertThat(tally.incidents.due(0))
        .containsExactly(
            new Incidents.Told(
                "client_rejected", Map.of("peer", "10.0.0.9:0", "open", 2, "count", 2L)));
    assertThat(tally.accepts.get()).isEqualTo(2);
    assertThat(tally.http().requests()).isZero();
  }

  @Test
  void theSlotForTurningAwayIsFreedTooWhateverItsPeerDoes() {
    bench.add(peer(0, 0, at(0, GET_LARGE)));
    bench.add(peer(0, 0, at(0, GET_LARGE)));
    var third = bench.add(peer(0, 0));

    bench.runTo(Slot.TURNED_AWAY_MS);

    assertThat(third.closed()).isTrue();
  }

  @Test
  void ourProbeIsAnsweredThoughTheTableIsFullAndIsNotCounted() {
    for (var i = 0; i < 3; i++) {
      bench.add(peer(0, Long.MAX_VALUE));
    }
    var ask = "GET /.well-known/alive?abc HTTP/1.1\r\n\r\n";
    var probe = bench.add(new Peer(5, Long.MAX_VALUE, true, List.of(new Step(5, Peer.say(ask)))));

    bench.runTo(SlotTable.QUEUE_MS);

    assertThat(probe.received()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nabc");
    assertThat(tally.accepts.get()).isEqualTo(2);
    assertThat(tally.http().requests()).isZero();
    assertThat(tally.lastAccept.get()).isZero();
  }

  @Test
  void aNewProbeTakesTheSeatOfOneThatWasGivenUp() {
    var first = bench.add(new Peer(0, Long.MAX_VALUE, true, List.of()));
    var second = bench.add(new Peer(10, Long.MAX_VALUE, true, List.of()));

    bench.runTo(10);

    assertThat(first.closed()).isTrue();
    assertThat(second.closed()).isFalse();
  }

  @Test
  void aShortageOfTheSystemIsWaitedForAndIsNoDeath() {
    bench.net.troubles.add(Arrival.SHORTAGE);
    var peer = bench.add(peer(0, Long.MAX_VALUE, at(0, GET)));

    bench.runTo(SlotTable.SHORTAGE_MS - 1);
    assertThat(peer.acceptedAt).isEqualTo(-1);

    bench.runTo(SlotTable.SHORTAGE_MS);
    assertThat(peer.received()).startsWith("HTTP/1.1 200 ");
    assertThat(bench.table.broken()).isFalse();
    assertThat(tally.shortages.get()).isEqualTo(1);
  }

  @Test
  void aBrokenListenerIsToldAtOnce() {
    bench.net.troubles.add(Arrival.BROKEN);

    bench.runTo(0);

    assertThat(bench.table.broken()).isTrue();
  }

  @Test
  void whoeverWasGoneBeforeTheAcceptIsCountedOut() {
    bench.net.troubles.add(Arrival.LOST);

    bench.runTo(0);

    assertThat(tally.accepts.get()).isEqualTo(1);
    assertThat(tally.ends(End.LEFT)).isEqualTo(1);
  }

  @Test
  void droppedClientsAreClosedOnceAndTheirSlotsServeAgain() {
    var peer = bench.add(peer(0, Long.MAX_VALUE));
    bench.runTo(10);

    bench.table.drop(10);
    bench.table.drop(10);

    assertThat(peer.closed()).isTrue();
    assertThat(tally.ends(End.DROPPED)).isEqualTo(1);
    var next = bench.add(Peer.saying(20, GET));
    bench.runTo(20);
    assertThat(next.received()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aPageThatFailsIsAnErrorOfTheServerAndNotItsEnd() {
    var peer = bench.add(Peer.saying(0, "GET /broken HTTP/1.1\r\n\r\n"));

    bench.runTo(0);

    assertThat(peer.received()).startsWith("HTTP/1.1 500 ");
    assertThat(tally.http().serverErr()).isEqualTo(1);
  }

  @Test
  void theOldestClientIsKnownAndNobodyIsOldInAnEmptyHouse() {
    bench.add(peer(5, Long.MAX_VALUE));
    bench.add(peer(9, Long.MAX_VALUE, new Step(20, new Finish())));
    bench.runTo(10);
    assertThat(bench.table.view()).isEqualTo(new SlotTable.View(2, 5));

    bench.table.drop(30);

    assertThat(bench.table.view()).isEqualTo(SlotTable.NOBODY);
  }

  private static Peer peer(long at, long window, Step... steps) {
    return new Peer(at, window, false, List.of(steps));
  }

  private static Step at(long at, String text) {
    return new Step(at, Peer.say(text));
  }
}
