package io.cyanwatch.simulator.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The wires and the processes on them: servers, visitors, the broker and its subscriber.
final class Bed implements AutoCloseable {
  private static final String VISITORS = "visitors";
  private static final String SUBSCRIBER = "subscriber";
  private static final Duration LAST_WORDS = Duration.ofSeconds(15);
  private static final int BROKER_TRIES = 100;
  private static final long BROKER_NS = 50_000_000;

  private final Lair lair;
  private final Path logs;
  private final Watch watch;
  private final Network network;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<Server, Child> servers = new EnumMap<>(Server.class);
  private final List<Child> tended = new ArrayList<>();
  private final Map<String, Child> piped = new HashMap<>();
  private final List<PrintWriter> written = new ArrayList<>();
  private final Map<String, Thread> ears = new HashMap<>();

  /// @param logs where the processes' output goes; null for the run's own folder, which vanishes
  Bed(@Nullable Path logs, Watch watch) throws IOException {
    this.lair = Lair.dig();
    this.logs = logs == null ? lair.file("logs") : logs;
    this.watch = watch;
    this.network = new Network(lair.name(), Server.values().length);
    Files.createDirectories(this.logs);
  }

  /// Everything but the visitors.
  void make(Programs programs) throws IOException {
    open.push(network);
    network.make();
    var conf = lair.file("broker.conf");
    child(network.cloud(), "broker", programs.broker(conf));
    awaitBroker();
    tell(SUBSCRIBER, pipe(network.cloud(), SUBSCRIBER, programs.subscriber()), watch::published);
    var home = lair.file("agent");
    for (var server : Server.values()) {
      var program = programs.of(server, home);
      servers.put(server, child(network.device(server.place()), server.id(), program));
    }
  }

  void letVisitorsIn(Programs programs) throws IOException {
    var csv = new PrintWriter(Files.newBufferedWriter(logs.resolve("visits.csv")), true);
    open.push(csv);
    csv.println("device,start,end,outcome");
    var child = pipe(network.visitors(), VISITORS, programs.visitors());
    written.add(
        new PrintWriter(
            new OutputStreamWriter(child.process().getOutputStream(), StandardCharsets.UTF_8),
            true));
    tell(
        VISITORS,
        child,
        line -> {
          csv.println(line);
          Visit.parse(line).ifPresent(watch::visited);
        });
    introduce();
  }

  /// Does it, and takes down when it was done.
  void perform(Step.Act act) throws IOException {
    var before = System.currentTimeMillis();
    switch (act) {
      case PULL_UPLINK -> network.uplink(false);
      case PLUG_UPLINK -> network.uplink(true);
      case PULL_RADIO -> network.radioDown();
      case RADIO_BACK -> network.radioUp();
      case SAME_ADDRESS -> network.lease(false);
      case OTHER_ADDRESS -> network.lease(true);
    }
    var pulls = act == Step.Act.PULL_UPLINK || act == Step.Act.PULL_RADIO;
    watch.done(act, pulls ? before : System.currentTimeMillis());
    if (act == Step.Act.OTHER_ADDRESS) {
      introduce();
    }
  }

  /// Starts again what ended by itself.
  ///
  /// @throws IOException when the rig's own eyes are gone
  void tend(long now) throws IOException {
    for (var child : tended) {
      child.tend(now);
    }
    for (var eye : piped.entrySet()) {
      if (!eye.getValue().process().isAlive()) {
        throw new IOException("The " + eye.getKey() + " ended: " + said(eye.getKey()));
      }
    }
  }

  /// No more visits begin.
  void sendVisitorsAway() {
    piped.remove(VISITORS);
    written.forEach(PrintWriter::close);
    written.clear();
  }

  /// Waits for the answers, or the patience, of those who were on a visit when all were sent away.
  void hearTheLastVisitors() throws InterruptedException {
    var ear = ears.get(VISITORS);
    if (ear != null) {
      var _ = ear.join(LAST_WORDS);
    }
  }

  Map<Server, Integer> crashes() {
    var crashes = new EnumMap<Server, Integer>(Server.class);
    servers.forEach((server, child) -> crashes.put(server, child.crashes()));
    return crashes;
  }

  /// The last lines of what a process printed.
  String said(String name) throws IOException {
    var lines = Files.readAllLines(logs.resolve(name + ".log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  @Override
  public void close() throws IOException {
    sendVisitorsAway();
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.err.println("Something is left over: " + e.getMessage());
      }
    }
    lair.close();
  }

  private void introduce() {
    for (var out : written) {
      for (var server : Server.values()) {
        out.println(server.id() + " " + network.address(server.place()) + ":" + Server.PORT);
      }
    }
  }

  private Child child(String room, String name, List<String> program) throws IOException {
    var child = keep(new Child(quiet(room, name, program).redirectOutput(log(name))));
    tended.add(child);
    return child;
  }

  private Child pipe(String room, String name, List<String> program) throws IOException {
    var child = keep(new Child(quiet(room, name, program)));
    piped.put(name, child);
    return child;
  }

  private ProcessBuilder quiet(String room, String name, List<String> program) {
    return Ip.inside(room, program).redirectError(log(name));
  }

  private Redirect log(String name) {
    return Redirect.appendTo(logs.resolve(name + ".log").toFile());
  }

  private Child keep(Child child) {
    open.push(child);
    return child;
  }

  /// Who subscribes before the broker listens is sent away for good.
  private void awaitBroker() throws IOException {
    for (var i = 0; i < BROKER_TRIES && !said("broker").contains(" running"); i++) {
      LockSupport.parkNanos(BROKER_NS);
    }
  }

  private void tell(String name, Child child, Consumer<String> ear) {
    var in = child.process().getInputStream();
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    Runnable listening =
        () -> {
          try (reader) {
            reader.lines().forEach(ear);
          } catch (UncheckedIOException | IOException e) {
            // The process has ended, and so has what it says.
          }
        };
    ears.put(name, Thread.ofPlatform().daemon().name(name).start(listening));
  }
}
