package io.cyanwatch.simulator.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Envelope.SeqRange;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Topics.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlayTest {
  /// Enough for every fault to begin; the whole length of the long ones is played elsewhere.
  private static final int MINUTES = 60;

  static Stream<String> names() {
    return Scenario.all().stream().map(Scenario::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSameSeedGivesTheSameBytesAndAnotherGivesOthers(String name) {
    var first = Tape.part(name, 11, MINUTES).sha();

    assertThat(Tape.part(name, 11, MINUTES).sha()).isEqualTo(first);
    assertThat(Tape.part(name, 12, MINUTES).sha()).isNotEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatDevicesSayKeepsToTheProtocol(String name) {
    var tape = Tape.part(name, 21, MINUTES);

    assertThat(tape.sent).isNotEmpty().allMatch(it -> it.decoded().refusals().isEmpty());
    assertThat(tape.sent).extracting(Tape.Sent::at).isSorted();
    if (!name.equals("clone")) {
      boots(tape).forEach((boot, records) -> assertWhole(boot, records, tape));
      assertThat(wills(tape)).as("wills").doesNotHaveDuplicates();
    }
  }

  private static List<String> wills(Tape tape) {
    return tape.sent.stream()
        .filter(it -> it.channel() == Channel.WILL)
        .map(it -> it.device() + it.messages())
        .toList();
  }

  private static void assertWhole(
      String boot, NavigableMap<Long, Message.Recorded> records, Tape tape) {
    var lost = new ArrayList<SeqRange>();
    records.values().forEach(it -> lost.addAll(it.envelope().lost()));
    var last = records.lastEntry().getValue().envelope();
    var settled = records.headMap(last.seq() - 40, true);
    var known =
        LongStream.concat(
            records.keySet().stream().mapToLong(it -> it),
            lost.stream().flatMapToLong(it -> LongStream.rangeClosed(it.from(), it.to())));
    if (!settled.isEmpty()) {
      assertThat(known.boxed())
          .as("%s of %s", boot, tape.play)
          .containsAll(LongStream.rangeClosed(0, settled.lastKey()).boxed().toList());
    }
    assertThat(records.values())
        .extracting(it -> it.envelope().up())
        .as("uptime of %s", boot)
        .isSorted();
    for (var counter : counters(records)) {
      assertThat(counter).as("a counter of %s", boot).isSorted();
    }
  }

  private static List<List<Long>> counters(NavigableMap<Long, Message.Recorded> records) {
    var accepts = new ArrayList<Long>();
    var ups = new ArrayList<Long>();
    var requests = new ArrayList<Long>();
    var rejected = new ArrayList<Long>();
    var gens = new ArrayList<Long>();
    for (var record : records.values()) {
      if (record instanceof Health health) {
        accepts.add(Objects.requireNonNull(Objects.requireNonNull(health.listener()).accepts()));
        gens.add(Objects.requireNonNull(Objects.requireNonNull(health.listener()).gen()));
        ups.add(Objects.requireNonNull(Objects.requireNonNull(health.wifi()).ups()));
        requests.add(Objects.requireNonNull(Objects.requireNonNull(health.http()).requests()));
        rejected.add(Objects.requireNonNull(Objects.requireNonNull(health.clients()).rejected()));
      }
    }
    return List.of(accepts, ups, requests, rejected, gens);
  }

  private static Map<String, NavigableMap<Long, Message.Recorded>> boots(Tape tape) {
    var boots = new HashMap<String, NavigableMap<Long, Message.Recorded>>();
    for (var sent : tape.sent) {
      for (var message : sent.messages()) {
        if (message instanceof Message.Recorded record) {
          var key = sent.device() + " " + record.envelope().boot();
          var before =
              boots.computeIfAbsent(key, _ -> new TreeMap<>()).put(record.envelope().seq(), record);
          if (before != null && !(before instanceof Birth)) {
            assertThat(record).as("sent again by %s", key).isEqualTo(before);
          }
        }
      }
    }
    return boots;
  }
}
