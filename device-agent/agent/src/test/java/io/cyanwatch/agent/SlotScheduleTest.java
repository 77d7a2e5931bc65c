package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.agent.Peer.Deed;
import io.cyanwatch.agent.Peer.Finish;
import io.cyanwatch.agent.Peer.Read;
import io.cyanwatch.agent.Peer.Reset;
import io.cyanwatch.agent.Peer.Step;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class SlotScheduleTest {
  private static final long HORIZON = 6_000;

  @Property(tries = 10_000)
  void everySlotIsFreedInTimeAndClosedOnceWhateverThePeersDo(
      @ForAll("peers") List<Peer> peers,
      @ForAll @IntRange(min = 1, max = 4) int slots,
      @ForAll @IntRange(max = 40) int lag) {
    var bench = new Bench(slots);
    peers.forEach(bench.net::add);

    bench.runTo(HORIZON + Bench.TOTAL, lag);

    assertThat(bench.net.open()).isZero();
    assertThat(bench.net.seen).hasSameSizeAs(peers).allMatch(Peer::closed);
    assertThat(bench.net.most()).isLessThanOrEqualTo(slots + 2);
    for (var peer : bench.net.seen) {
      assertThat(peer.seated == null ? 0 : peer.closedAt - peer.acceptedAt)
          .isLessThanOrEqualTo(Bench.TOTAL + lag + 1);
    }
    addsUp(bench.tally, peers);
  }

  private static void addsUp(Tally tally, List<Peer> peers) {
    var clients = peers.stream().filter(Peer::isClient).count();
    var whole = tally.ends(End.ANSWERED);
    assertThat(tally.accepts.get() + tally.rejected.get()).isEqualTo(clients);
    assertThat(tally.ends(End.values())).isEqualTo(tally.accepts.get());
    assertThat(tally.http().requests()).isEqualTo(whole + tally.truncated.get());
  }

  @Provide
  Arbitrary<List<Peer>> peers() {
    return peer().list().ofMinSize(1).ofMaxSize(8);
  }

  private static Arbitrary<Peer> peer() {
    var arrival = Arbitraries.longs().between(0, 2_000);
    var window = Arbitraries.of(0L, 1L, 100L, 5_000L, Long.MAX_VALUE / 2);
    var probe =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.just(false)), Tuple.of(1, Arbitraries.just(true)));
    var steps = Combinators.combine(Arbitraries.longs().between(0, 4_000), deed()).as(Step::new);
    return Combinators.combine(arrival, window, probe, steps.list().ofMaxSize(6)).as(Peer::new);
  }

  private static Arbitrary<Deed> deed() {
    return Arbitraries.of(
        Peer.say("GET / HTTP/1.1\r\n\r\n"),
        Peer.say("GET /large HTTP/1.1\r\nHost: x\r\n\r\n"),
        Peer.say("HEAD /none HTTP/1.0\n\n"),
        Peer.say("GET / HT"),
        Peer.say("TP/1.1\r\n"),
        Peer.say("\r\n"),
        Peer.say("x".repeat(5_000)),
        Peer.say("\0"),
        new Read(1),
        new Read(3_000),
        new Read(Bench.LARGE),
        new Finish(),
        new Reset());
  }
}
