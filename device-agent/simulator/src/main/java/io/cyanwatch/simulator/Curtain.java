package io.cyanwatch.simulator;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C: whoever plays is told, and gets a moment to end well.
final class Curtain {
  private static final long PATIENCE_S = 5;

  private final CountDownLatch fallen = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  Curtain() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::fall, "curtain"));
  }

  boolean fallen() {
    return fallen.getCount() == 0;
  }

  /// Waits for it to fall; true when it has.
  boolean await(long ms) throws InterruptedException {
    return fallen.await(ms, TimeUnit.MILLISECONDS);
  }

  /// What was to be done at the end is done.
  void done() {
    done.countDown();
  }

  private void fall() {
    fallen.countDown();
    try {
      var _ = done.await(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
