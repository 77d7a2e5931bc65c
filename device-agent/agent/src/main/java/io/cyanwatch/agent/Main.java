package io.cyanwatch.agent;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// The command line.
public final class Main {
  private static final long STEP_MS = 100;

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    try {
      run(Options.parse(args));
    } catch (BadArgument e) {
      System.err.println(e.getMessage());
      System.err.println(Options.USAGE);
      System.exit(2);
    } catch (IOException e) {
      System.err.println("--state cannot be used: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Options options) throws IOException, InterruptedException {
    var loop = Executors.newSingleThreadScheduledExecutor();
    var agent = new Agent(options, State.open(options.state()), loop);
    Future<?> _ = loop.scheduleAtFixedRate(() -> guarded(agent), 0, STEP_MS, TimeUnit.MILLISECONDS);
    var gone = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  loop.execute(
                      () -> {
                        agent.close();
                        gone.countDown();
                      });
                  await(gone);
                }));
    new CountDownLatch(1).await();
  }

  /// A loop that an exception ended would leave the device mute.
  private static void guarded(Agent agent) {
    try {
      agent.tick();
    } catch (RuntimeException e) {
      System.getLogger("agent").log(System.Logger.Level.ERROR, "Stumbled, and goes on", e);
    }
  }

  private static void await(CountDownLatch gone) {
    try {
      var _ = gone.await(3, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
