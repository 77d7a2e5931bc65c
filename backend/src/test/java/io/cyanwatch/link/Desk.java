package io.cyanwatch.link;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// Where deliveries pile up until the test deals with them.
final class Desk implements Inbox {

  final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  final CountDownLatch release = new CountDownLatch(1);
  volatile boolean stuck;
  volatile boolean broken;
  volatile boolean acknowledging;

  @Override
  public void accept(Delivery delivery) {
    if (broken) {
      throw new IllegalStateException("this desk is broken");
    }
    deliveries.add(delivery);
    if (acknowledging) {
      delivery.acknowledge();
    }
    if (stuck) {
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  List<String> payloads() {
    return deliveries.stream().map(Desk::payload).toList();
  }

  static String payload(Delivery delivery) {
    return new String(delivery.payload(), StandardCharsets.UTF_8);
  }
}
