package io.cyanwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.detection.Detection;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.ingest.Batch.Outcome;
import io.cyanwatch.link.Delivery;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.timeline.Timelines;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// 10. Duplicate storm: each message five times and out of order.
class DisorderTests {
  private static final String FIRST = "00000001-aaaaaaaa";
  private static final String SECOND = "00000002-bbbbbbbb";
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private final Instant start = Instant.now().minusSeconds(10);

  /// A record, without the device.
  private record Said(Channel channel, String boot, long seq, String json) {}

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void stateAndTimelineEqualThoseOfTheOrderedSingleRun(
      @ForAll @IntRange(min = 1, max = 12) int first,
      @ForAll @IntRange(min = 1, max = 12) int second,
      @ForAll long seed) {
    var said = new ArrayList<Said>();
    said.addAll(life(FIRST, first, start, true));
    said.addAll(life(SECOND, second, start.plus(BETWEEN), false));
    var ordered = Rig.device();
    var stormed = Rig.device();

    said.forEach(one -> store(List.of(post(ordered, one))));
    storm(stormed, said, new Random(seed));

    assertThat(whatIsKnownOf(stormed)).isEqualTo(whatIsKnownOf(ordered));
    assertThat(Rig.shared().stored(stormed)).hasSize(said.size()).doesNotHaveDuplicates();
  }

  /// One boot, from its birth on.
  private static List<Said> life(String boot, int records, Instant at, boolean clocked) {
    var life = new ArrayList<Said>();
    for (var seq = 0L; seq <= records; seq++) {
      var clock = clocked ? "\"at\":" + at.plusMillis(seq * 10).toEpochMilli() + "," : "";
      if (seq == 0) {
        var birth = Say.birth(boot, seq, "power_on", clock);
        // It must not be missed while the test goes on.
        var patient = birth.replace("\"interval\":30", "\"interval\":3600");
        life.add(new Said(Channel.BIRTH, boot, seq, patient));
      } else if (seq % 3 == 2) {
        life.add(new Said(Channel.EVENT, boot, seq, Say.event(boot, seq, clock)));
      } else {
        life.add(new Said(Channel.HEALTH, boot, seq, Say.health(boot, seq, clock)));
      }
    }
    return life;
  }

  private void storm(String device, List<Said> said, Random random) {
    var posts = new ArrayList<Post>();
    for (var one : said) {
      for (var copy = 0; copy < 4; copy++) {
        posts.add(post(device, one));
      }
    }
    for (var channel : List.of(Channel.BIRTH, Channel.HEALTH, Channel.EVENT)) {
      var stored = said.stream().filter(one -> one.channel() == channel).toList();
      if (!stored.isEmpty()) {
        var last = stored.getLast();
        var all = stored.stream().map(Said::json).collect(Collectors.joining(",", "[", "]"));
        posts.add(post(device, channel, all, received(last.boot(), last.seq())));
      }
    }
    Collections.shuffle(posts, random);
    for (var from = 0; from < posts.size(); ) {
      var to = Math.min(posts.size(), from + 1 + random.nextInt(20));
      store(posts.subList(from, to));
      from = to;
    }
  }

  private Post post(String device, Said one) {
    return post(device, one.channel(), one.json(), received(one.boot(), one.seq()));
  }

  private Instant received(String boot, long seq) {
    var booted = boot.equals(FIRST) ? start : start.plus(BETWEEN);
    return booted.plusMillis(seq * 10);
  }

  private static Post post(String device, Channel channel, String json, Instant received) {
    return Post.of(
        new Delivery(
            Topics.up(device, channel),
            json.getBytes(StandardCharsets.UTF_8),
            1,
            received,
            () -> {}));
  }

  /// As a shard does: a connection that a killed database left behind costs an attempt.
  private static void store(List<Post> posts) {
    var batch = Rig.shared().bean(Batch.class);
    await().pollDelay(Duration.ZERO).until(() -> batch.store(posts), Outcome.STORED::equals);
  }

  private List<Object> whatIsKnownOf(String device) {
    var rig = Rig.shared();
    var nr = rig.bean(Fleet.class).find(device).orElseThrow().nr();
    var drawn =
        rig.bean(Timelines.class)
            .draw(nr, start.minus(Duration.ofHours(1)), start.plus(Duration.ofHours(1)), 50);
    return List.of(
        rig.bean(Detection.class).standing(nr).orElseThrow(),
        state(nr),
        drawn.gauges(),
        drawn.lanes(),
        drawn.events(),
        drawn.boots().stream().sorted(Comparator.comparing(Timelines.Boot::boot)).toList(),
        rig.records(device).stream().map(DisorderTests::withoutReceipt).toList());
  }

  /// All that the rules know of it, but for the moment at which the first of its records came.
  private static Map<String, Object> state(long nr) {
    var json =
        Rig.shared()
            .jdbc()
            .sql("select state from detection.state where device = :device")
            .param("device", nr)
            .query(String.class)
            .single();
    var state = JsonMapper.shared().readValue(json, new TypeReference<Map<String, Object>>() {});
    state.remove("heard");
    // What receipts taught of our clock, to the second; what is dated by it is compared below.
    state.remove("anchor");
    state.computeIfPresent("twins", (_, twins) -> withoutReceipts(twins));
    return state;
  }

  /// Who spoke, but not when: that is told by receipts.
  private static Object withoutReceipts(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var rest = new LinkedHashMap<Object, Object>(map);
        rest.keySet().removeAll(Set.of("anchor", "began"));
        rest.replaceAll((_, inner) -> withoutReceipts(inner));
        yield rest;
      }
      case List<?> list -> list.stream().map(DisorderTests::withoutReceipts).toList();
      default -> value;
    };
  }

  /// When a copy came is the only thing that may differ.
  private static List<Object> withoutReceipt(Timelines.Entry entry) {
    return List.of(
        entry.kind(),
        entry.boot(),
        entry.seq(),
        entry.conn(),
        entry.up(),
        entry.body(),
        entry.atEstimated());
  }
}
