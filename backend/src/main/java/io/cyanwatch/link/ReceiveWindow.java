package io.cyanwatch.link;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many messages of one connection wait for their acknowledgement, and how large they are: the
/// broker counts messages only. A broker that keeps to the
/// receive maximum never fills it. Mosquitto 2.0.11 does not keep to it: each acknowledgement that
/// finds a backlog lets many more go. Then the line is read no further until there is room, and the
/// network holds the rest back.
final class ReceiveWindow {
  /// So that a broker that keeps to the maximum is never held up.
  private static final int SLACK = 16;

  private final int most;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private int open;
  private long bytes;

  /// @param receiveMaximum what the broker was told
  /// @param mostBytes beyond which no further message is read
  ReceiveWindow(int receiveMaximum, long mostBytes) {
    this.most = receiveMaximum + SLACK;
    this.mostBytes = mostBytes;
  }

  void taken(int size) {
    lock.lock();
    try {
      open++;
      bytes += size;
    } finally {
      lock.unlock();
    }
  }

  void given(int size) {
    lock.lock();
    try {
      open--;
      bytes -= size;
      if (hasRoom()) {
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isFull() {
    lock.lock();
    try {
      return !hasRoom();
    } finally {
      lock.unlock();
    }
  }

  /// @return whether there is room, at the latest after `millis`
  boolean awaitRoom(long millis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!hasRoom() && left > 0) {
        left = room.awaitNanos(left);
      }
      return hasRoom();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom() {
    return open < most && bytes < mostBytes;
  }
}
