package io.cyanwatch.simulator.load;

import io.cyanwatch.simulator.Progress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Takes everything and keeps nothing: what the publisher itself can do shows here.
@Command(
    name = "sink",
    description =
        "An MQTT server that acknowledges everything and forgets it, to measure the publisher by.",
    mixinStandardHelpOptions = true)
final class SinkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--listen",
      defaultValue = "127.0.0.1:1883",
      paramLabel = "<host:port>",
      description = "Port 0 takes a free one and says which. Default: ${DEFAULT-VALUE}.")
  private String listen = "";

  @Option(
      names = "--seconds",
      paramLabel = "<s>",
      description = "Ends after so long. Default: at Ctrl-C.")
  private @Nullable Long seconds;

  private final CountDownLatch told = new CountDownLatch(1);

  @Override
  public Integer call() throws IOException {
    var address = Addresses.parse(listen);
    if (address.isEmpty() || address.get().isUnresolved()) {
      throw wrong(
          "--listen must look like host:port, with an address of this machine, was " + listen);
    }
    if (seconds != null && seconds < 1) {
      throw wrong("--seconds must be 1 or more, was " + seconds);
    }
    try (var sink = open(address.get());
        var watch = Executors.newSingleThreadScheduledExecutor();
        var progress = Progress.of("Taking", seconds == null ? -1 : seconds, " s")) {
      System.out.println("Listening on " + show(sink.address()));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(sink)));
      schedule(watch, sink, progress);
      sink.run();
      watch.shutdownNow();
      System.out.printf(Locale.ROOT, "%,d messages taken%n", sink.received());
      return 0;
    } finally {
      told.countDown();
    }
  }

  private Sink open(InetSocketAddress address) throws IOException {
    try {
      return new Sink(address, Sink.Ear.deaf());
    } catch (BindException e) {
      throw wrong("--listen: %s is taken or not of this machine".formatted(listen));
    }
  }

  private void schedule(ScheduledExecutorService watch, Sink sink, Progress progress) {
    var before = new AtomicLong();
    var ticks = new AtomicLong();
    var _ =
        watch.scheduleAtFixedRate(
            () -> {
              var now = sink.received();
              var rate = now - before.getAndSet(now);
              progress.at(ticks.incrementAndGet(), "%,d msg/s".formatted(rate));
            },
            1,
            1,
            TimeUnit.SECONDS);
    if (seconds != null) {
      var _ = watch.schedule(sink::close, seconds, TimeUnit.SECONDS);
    }
  }

  private void end(Sink sink) {
    sink.close();
    try {
      told.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String show(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
