package io.cyanwatch.ingest;

import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.link.Delivery;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
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
  private static final int WINDOW = 2000;

  private final Rig rig = Rig.shared();
  private final List<String> devices =
      IntStream.range(0, DEVICES).mapToObj(n -> "bench-%06d".formatted(n)).toList();
  private final Semaphore window = new Semaphore(WINDOW);
  private final String boot = "%08x-0badcafe".formatted((int) Instant.now().getEpochSecond());

  @Test
  void aHeartbeat() throws InterruptedException {
    rig.bean(Fleet.class).resolve(devices);
    for (var round = 0; round < 3; round++) {
      say(round);
    }
    reading();
    var cpu = cpu();
    var database = rig.databaseCpu();
    var started = System.nanoTime();
    for (var round = 3; round < 3 + ROUNDS; round++) {
      say(round);
    }
    var messages = (double) ROUNDS * DEVICES;
    var seconds = (System.nanoTime() - started) / 1e9;
    print("messages per second", messages / seconds);
    print("application, µs of processor per message", (cpu() - cpu) / 1e3 / messages);
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

  private void say(int round) throws InterruptedException {
    var intake = rig.bean(Intake.class);
    for (var device : devices) {
      window.acquire();
      intake.accept(delivery(device, round));
    }
    window.acquire(WINDOW);
    window.release(WINDOW);
  }

  private Post post(String device, long seq) {
    return Post.of(delivery(device, seq));
  }

  private Delivery delivery(String device, long seq) {
    var payload = health(seq).getBytes(StandardCharsets.UTF_8);
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

  /// Of all threads but this one, which plays the devices.
  private static long cpu() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime()
        - ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void print(String what, double figure) {
    System.out.printf(Locale.ROOT, "%-45s %10.1f%n", what, figure);
  }
}
