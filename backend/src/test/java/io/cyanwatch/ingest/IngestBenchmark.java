package io.cyanwatch.ingest;

import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.link.Delivery;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a message costs from the link's hand-over to its acknowledgement, without a broker: the
/// application and PostgreSQL, durable. Prints processor time per message, which other work on the
/// machine does not change, and messages per second, which it does.
///
/// `mvn -o -am -pl backend -Dsurefire.failIfNoSpecifiedTests=false -Dtest=IngestBenchmark test`
@Tag("bench")
class IngestBenchmark {
  private static final int DEVICES = Integer.getInteger("bench.devices", 10_000);
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 10);
  private static final int WARM_UP = 10;
  private static final int WINDOW = 2000;

  private final Rig rig = Rig.shared();
  private final List<String> devices =
      IntStream.range(0, DEVICES).mapToObj(n -> "bench-%06d".formatted(n)).toList();
  private final Semaphore window = new Semaphore(WINDOW);
  private final String boot = "%08x-0badcafe".formatted((int) Instant.now().getEpochSecond());

  @Test
  void aHeartbeat() throws InterruptedException {
    rig.bean(Fleet.class).resolve(devices);
    for (var round = 0; round < WARM_UP; round++) {
      say(payloads(round));
    }
    reading();
    var writers = 0L;
    var database = rig.databaseCpu();
    var took = 0L;
    for (var round = WARM_UP; round < WARM_UP + ROUNDS; round++) {
      var payloads = payloads(round);
      var cpu = writersCpu();
      var started = System.nanoTime();
      say(payloads);
      took += System.nanoTime() - started;
      writers += writersCpu() - cpu;
    }
    var messages = (double) ROUNDS * DEVICES;
    print("messages per second", messages / (took / 1e9));
    print("writers, µs of processor per message", writers / 1e3 / messages);
    print("messages in a batch", rig.mean("cyanwatch.ingest.batch"));
    print("a transaction, ms", rig.mean("cyanwatch.ingest.commit") * 1000);
    print(
        "database, µs of processor per message",
        rig.databaseCpu().minus(database).toNanos() / 1e3 / messages);
  }

  /// The part before the database, on one thread.
  private void reading() {
    var sorting = rig.bean(Sorting.class);
    for (var pass = 0; pass < 5; pass++) {
      var posts = new ArrayList<Post>();
      for (var device : devices) {
        posts.add(post(device, 1000));
      }
      var before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      sorting.sort(posts);
      var spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
      if (pass == 4) {
        print("of it reading, µs per message", spent / 1e3 / devices.size());
      }
    }
  }

  private List<byte[]> payloads(long seq) {
    return devices.stream().map(_ -> health(seq).getBytes(StandardCharsets.UTF_8)).toList();
  }

  private void say(List<byte[]> payloads) throws InterruptedException {
    var intake = rig.bean(Intake.class);
    for (var n = 0; n < DEVICES; n++) {
      window.acquire();
      intake.accept(delivery(devices.get(n), payloads.get(n)));
    }
    window.acquire(WINDOW);
    window.release(WINDOW);
  }

  private Post post(String device, long seq) {
    return Post.of(delivery(device, health(seq).getBytes(StandardCharsets.UTF_8)));
  }

  private Delivery delivery(String device, byte[] payload) {
    return new Delivery(
        Topics.up(device, Channel.HEALTH), payload, 1, Instant.now(), window::release);
  }

  private String health(long seq) {
    return """
        {"v":1,"boot":"%s","seq":%d,"conn":1,"up":%d,"phase":"cloud_connected",\
        "wifi":{"ready":true,"ssid":"plant","bssid":"aa:bb:cc:00:11:%02x","rssi":%d,"ups":1,"downs":0},\
        "cloud":{"up":true,"rtt":%d},\
        "listener":{"state":"listening","gen":1,"accepts":%d,"idle":%d},\
        "clients":{"open":%d,"rejected":0},"http":{"requests":%d},\
        "mem":{"free":%d,"min":41000,"block":30000},"loop":{"hz":800,"worst":%d}}"""
        .formatted(
            boot,
            seq,
            seq * 30_000,
            seq % 4 == 9 ? 1 : 7,
            -55 - seq % 20,
            30 + seq % 17,
            seq * 3,
            seq % 30,
            seq % 4,
            seq * 3,
            50_000 + seq % 977,
            20 + seq % 13);
  }

  /// Of the threads that read, judge and store.
  private static long writersCpu() {
    var threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(info -> info != null && info.getThreadName().startsWith("ingest-"))
        .mapToLong(info -> threads.getThreadCpuTime(info.getThreadId()))
        .sum();
  }

  private static void print(String what, double figure) {
    System.out.printf(Locale.ROOT, "%-45s %10.1f%n", what, figure);
  }
}
