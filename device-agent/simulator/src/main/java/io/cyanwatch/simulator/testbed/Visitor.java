package io.cyanwatch.simulator.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/// Everybody who visits the devices. Reads `<device> <host>:<port>` for each (new) address of a
/// device from standard input, writes a line of CSV for each visit, and lets no more begin when its
/// input ends.
///
/// A request begins every quarter of a second whether or not the last one was answered. Beside them
/// a slow visitor stops in the middle of its request for a while; when no answer comes it leaves
/// without a word that could be sent again later, like a phone that walks out of reach.
@Command(name = "visit", hidden = true, description = "Visits devices; a line for each visit.")
final class Visitor implements Callable<Integer> {
  private static final long EACH_MS = 250;
  private static final long HALF_MS = 1_200;
  private static final long REST_MS = 600;
  private static final int CONNECT_MS = 1_000;
  private static final int ANSWER_MS = 1_500;

  private final Map<String, InetSocketAddress> targets = new ConcurrentHashMap<>();
  private final ExecutorService visits = Executors.newVirtualThreadPerTaskExecutor();

  @Override
  public Integer call() throws IOException {
    var clock = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    Future<?> _ = clock.scheduleAtFixedRate(this::round, EACH_MS, EACH_MS, TimeUnit.MILLISECONDS);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      var parts = line.split("[ :]", 3);
      var target = new InetSocketAddress(parts[1], Integer.parseInt(parts[2]));
      if (targets.put(parts[0], target) == null) {
        Thread.ofPlatform().daemon().name("slow " + parts[0]).start(() -> dawdle(parts[0]));
      }
    }
    clock.shutdownNow();
    visits.close();
    return 0;
  }

  private void round() {
    targets.forEach((device, target) -> visits.execute(() -> visit(device, target)));
  }

  private static void visit(String device, InetSocketAddress target) {
    var start = System.currentTimeMillis();
    var outcome = Call.at(target);
    var visit = new Visit(device, start, System.currentTimeMillis(), outcome);
    System.out.println(visit.line());
  }

  private void dawdle(String device) {
    try {
      while (true) {
        var target = targets.get(device);
        if (target != null) {
          slowly(target);
        }
        Thread.sleep(REST_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void slowly(InetSocketAddress target) throws InterruptedException {
    try (var socket = new Socket()) {
      // Closing then sends one reset, which a dead link swallows, and no end that is sent again.
      socket.setSoLinger(true, 0);
      socket.connect(target, CONNECT_MS);
      socket.setSoTimeout(ANSWER_MS);
      var request = Call.request(target);
      var half = request.length / 2;
      socket.getOutputStream().write(request, 0, half);
      Thread.sleep(HALF_MS);
      socket.getOutputStream().write(request, half, request.length - half);
      socket.getInputStream().skip(Long.MAX_VALUE);
    } catch (IOException e) {
      // It only came to be in the way.
    }
  }
}
