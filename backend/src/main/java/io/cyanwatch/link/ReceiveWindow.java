package io.cyanwatch.link;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many messages of one connection wait for their acknowledgement. A broker that keeps to the
/// receive maximum never fills it. Mosquitto 2.0.11 does not keep to it: each acknowledgement that
/// finds a backlog lets many more go. Then the line is read no further until there is room, and the
/// network holds the rest back.
final class ReceiveWindow {
  /// So that a broker that keeps to the maximum is never held up.
  private static final int SLACK = 16;

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private int open;

  /// @param receiveMaximum what the broker was told
  ReceiveWindow(int receiveMaximum) {
    this.most = receiveMaximum + SLACK;
  }

  void taken() {
    lock.lock();
    try {
      open++;
    } finally {
      lock.unlock();
    }
  }

  void given() {
    lock.lock();
    try {
      open--;
      if (open < most) {
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isFull() {
    lock.lock();
    try {
      return open >= most;
    } finally {
      lock.unlock();
    }
  }

  /// @return whether there is room, at the latest after `millis`
  boolean awaitRoom(long millis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (open >= most && left > 0) {
        left = room.awaitNanos(left);
      }
      return open < most;
    } finally {
      lock.unlock();
    }
  }
}
