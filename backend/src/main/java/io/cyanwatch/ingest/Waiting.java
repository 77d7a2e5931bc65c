package io.cyanwatch.ingest;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits for one writer, within a bound of messages and one of bytes.
///
/// Of QoS 1 a broker leaves no more unacknowledged than we told it, so there is room for all of
/// it, however much of QoS 0 waits: first what its connection can no longer acknowledge makes way,
/// for a broker brings that again.
final class Waiting {
  private final int most;
  private final long mostBytes;
  private final ArrayDeque<Post> posts = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private long bytes;

  /// How many of them are of QoS 1.
  private int durable;

  Waiting(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /// @return false when there is no room
  boolean offer(Post post) {
    lock.lock();
    try {
      if (isFull()) {
        posts.removeIf(this::makesWay);
      }
      if (post.durable() ? durable >= most : isFull()) {
        return false;
      }
      posts.addLast(post);
      bytes += post.bytes();
      durable += post.durable() ? 1 : 0;
      arrived.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return posts.size() >= most || bytes >= mostBytes;
  }

  private boolean makesWay(Post post) {
    var goes = post.durable() && post.delivery().orphaned();
    if (goes) {
      leaves(post);
    }
    return goes;
  }

  private void leaves(Post post) {
    bytes -= post.bytes();
    durable -= post.durable() ? 1 : 0;
  }

  /// Moves posts into `batch` until it holds `count` of them, or `size` bytes, or nothing is left.
  /// Waits for the first one, if there is none.
  ///
  /// @return whether anything came within `nanos`
  boolean drain(List<Post> batch, int count, long size, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = nanos;
      while (posts.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = arrived.awaitNanos(left);
      }
      var held = batch.stream().mapToLong(Post::bytes).sum();
      while (!posts.isEmpty() && batch.size() < count && held < size) {
        var post = posts.removeFirst();
        batch.add(post);
        held += post.bytes();
        leaves(post);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the first post for a fifth of a second.
  boolean first(List<Post> batch, int count, long size) throws InterruptedException {
    return drain(batch, count, size, TimeUnit.MILLISECONDS.toNanos(200));
  }

  int size() {
    lock.lock();
    try {
      return posts.size();
    } finally {
      lock.unlock();
    }
  }

  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }
}
