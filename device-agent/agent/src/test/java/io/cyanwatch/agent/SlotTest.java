package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.agent.Peer.Finish;
import io.cyanwatch.agent.Peer.Read;
import io.cyanwatch.agent.Peer.Reset;
import io.cyanwatch.agent.Peer.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlotTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String GET_LARGE = "GET /large HTTP/1.1\r\nHost: x\r\n\r\n";

  private final Bench bench = new Bench(2);
  private final Tally tally = bench.tally;

  @Test
  void aRequestIsAnsweredAndThePeerMayCloseFirst() {
    var peer = bench.add(peer(0, Long.MAX_VALUE, at(0, GET), new Step(40, new Finish())));

    bench.runTo(39);
    assertThat(peer.received()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nhello");
    assertThat(peer.shut).isTrue();
    assertThat(peer.closed()).isFalse();

    bench.runTo(40);
    assertThat(peer.closedAt).isEqualTo(40);
    assertThat(tally.ends(End.ANSWERED)).isEqualTo(1);
  }

  @Test
  void aPeerThatNeverClosesIsClosedAfterTheDrain() {
    var peer = bench.add(Peer.saying(0, GET));

    bench.runTo(Slot.DRAIN_MS - 1);
    assertThat(peer.closed()).isFalse();

    bench.runTo(Slot.DRAIN_MS);
    assertThat(peer.closed()).isTrue();
    assertThat(peer.abruptly).isFalse();
  }

  @Test
  void aHeadInPiecesIsPutTogether() {
    var pieces = GET.split("(?<=.)");
    var peer = bench.add(Peer.saying(0, pieces));

    bench.runTo(pieces.length);

    assertThat(peer.received()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void silenceIsToldSoAfterTheIdleTime() {
    var peer = bench.add(peer(0, Long.MAX_VALUE));

    bench.runTo(Bench.IDLE - 1);
    assertThat(peer.received()).isEmpty();

    bench.runTo(Bench.IDLE);
    assertThat(peer.received()).startsWith("HTTP/1.1 408 ");
    assertThat(tally.silences.get()).isEqualTo(1);
    assertThat(tally.headerTimeouts.get()).isZero();
    assertThat(told("client_timeout"))
        .isEqualTo(Map.of("peer", "10.0.0.9:0", "kind", "idle", "ms", Bench.IDLE, "count", 1L));
  }

  @Test
  void aTrickleCannotExtendTheTimeForTheHead() {
    var trickle = IntStream.range(0, 100).mapToObj(i -> new Step(i * 100L, Peer.say("x"))).toList();
    var peer = bench.add(new Peer(0, Long.MAX_VALUE, false, trickle));

    bench.runTo(Bench.HEADER - 1);
    assertThat(peer.received()).isEmpty();

    bench.runTo(Bench.HEADER);
    assertThat(peer.received()).startsWith("HTTP/1.1 408 ");
    assertThat(tally.headerTimeouts.get()).isEqualTo(1);
    assertThat(told("client_timeout")).containsEntry("kind", "header");
  }

  @Test
  void aHeadThatIsWholeAtTheDeadlineIsInTime() {
    var steps =
        List.of(
            at(0, "GET / HTTP/1.1\r\n"),
            new Step(250, Peer.say("X: y\r\n")),
            new Step(Bench.HEADER, Peer.say("\r\n")));
    var peer = bench.add(new Peer(0, Long.MAX_VALUE, false, steps));

    bench.runTo(Bench.HEADER);

    assertThat(peer.received()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aReaderThatStopsIsGivenUpAndItsAnswerCountedAsCut() {
    var peer = bench.add(peer(0, 10_000, at(0, GET_LARGE)));

    bench.runTo(Bench.WOULD_BLOCK - 1);
    assertThat(peer.closed()).isFalse();

    bench.runTo(Bench.WOULD_BLOCK);
    assertThat(peer.closed()).isTrue();
    assertThat(peer.abruptly).isTrue();
    assertThat(tally.ends(End.OVERDUE)).isEqualTo(1);
    assertThat(tally.truncated.get()).isEqualTo(1);
    assertThat(tally.stalls.get()).isEqualTo(1);
    assertThat(tally.stallMs.get()).isEqualTo(Bench.WOULD_BLOCK);
    assertThat(told("write_stalled")).containsEntry("ms", Bench.WOULD_BLOCK);
  }

  @Test
  void aLargeAnswerPausesForNothingButTheTurnOfOthers() {
    var peer = bench.add(peer(0, Long.MAX_VALUE, at(0, GET_LARGE)));

    bench.runTo(0);
    assertThat(peer.shut).isFalse();

    bench.runTo(1);
    assertThat(peer.shut).isTrue();
    assertThat(tally.stalls.get()).isZero();
  }

  @Test
  void aSlowReaderGetsEveryByteInOrder() {
    var reads =
        IntStream.rangeClosed(1, 5)
            .mapToObj(i -> new Step(i * 600L - 100, new Read(Bench.LARGE / 5 + 100)))
            .toList();
    var steps = new ArrayList<>(reads);
    steps.add(at(0, GET_LARGE));
    var peer = bench.add(new Peer(0, 1, false, steps));

    bench.runTo(2_900);

    assertThat(peer.shut).isTrue();
    assertThat(peer.received()).startsWith("HTTP/1.1 200 ").endsWith("\0".repeat(Bench.LARGE));
    assertThat(tally.truncated.get()).isZero();
  }

  @Test
  void theTotalTimeEndsEvenWhatMoves() {
    var reads = IntStream.range(0, 100).mapToObj(i -> new Step(i * 100L, new Read(1))).toList();
    var steps = new ArrayList<>(reads);
    steps.add(at(0, GET_LARGE));
    var peer = bench.add(new Peer(0, 1, false, steps));

    bench.runTo(Bench.TOTAL - 1);
    assertThat(peer.closed()).isFalse();

    bench.runTo(Bench.TOTAL);
    assertThat(peer.closed()).isTrue();
    assertThat(tally.ends(End.OVERDUE)).isEqualTo(1);
    assertThat(told("client_timeout")).containsEntry("kind", "total");
  }

  @Test
  void aResetIsCountedAndFreesTheSlot() {
    bench.add(peer(0, Long.MAX_VALUE, new Step(10, new Reset())));
    bench.add(peer(0, 10, at(0, GET_LARGE), new Step(10, new Reset()), new Step(10, new Read(1))));

    bench.runTo(10);

    assertThat(bench.net.open()).isZero();
    assertThat(tally.ends(End.RESET)).isEqualTo(2);
    assertThat(tally.truncated.get()).isEqualTo(1);
  }

  @Test
  void whoeverLeavesWithoutARequestIsNoFault() {
    bench.add(peer(0, Long.MAX_VALUE, new Step(10, new Finish())));

    bench.runTo(10);

    assertThat(tally.ends(End.LEFT)).isEqualTo(1);
    assertThat(bench.net.open()).isZero();
  }

  @Test
  void whatFollowsTheFirstRequestIsReadAndIgnored() {
    var peer = bench.add(Peer.saying(0, GET + GET + GET, "x".repeat(100_000), "\0\n\n"));

    bench.runTo(100);

    assertThat(peer.received()).containsOnlyOnce("HTTP/1.1 ");
    assertThat(tally.http().requests()).isEqualTo(1);
  }

  private Map<String, Object> told(String event) {
    var due = tally.incidents.due(0);
    assertThat(due).extracting(Incidents.Told::event).containsExactly(event);
    return due.getFirst().detail();
  }

  private static Peer peer(long at, long window, Step... steps) {
    return new Peer(at, window, false, List.of(steps));
  }

  private static Step at(long at, String text) {
    return new Step(at, Peer.say(text));
  }
}
