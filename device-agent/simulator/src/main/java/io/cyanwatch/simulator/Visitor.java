package io.cyanwatch.simulator;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Somebody who looks at each device's page every few seconds.
final class Visitor implements AutoCloseable {
  private static final int PAUSE_MS = 200;

  private final List<InetSocketAddress> pages;
  private final Random random;
  private final Thread thread;

  Visitor(List<InetSocketAddress> pages, Random random) {
    this.pages = new ArrayList<>(pages);
    this.random = random;
    this.thread = Thread.ofVirtual().name("visitor").start(this::stroll);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void stroll() {
    try {
      while (true) {
        Collections.shuffle(pages, random);
        for (var page : pages) {
          Thread.sleep(PAUSE_MS + random.nextInt(PAUSE_MS));
          Knock.at(page.getHostString(), page.getPort());
        }
      }
    } catch (InterruptedException e) {
      // Time to go home.
    }
  }
}
