package io.cyanwatch.dashboard;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// One open page. What it has not taken yet waits here, newest state only, up to a bound.
class Subscriber implements Runnable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /// A page reconnects by itself, and is asked for its session again.
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final SseEmitter emitter;
  private final int bound;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Message> pending = new LinkedHashMap<>();
  private boolean closed;

  Subscriber(SseEmitter emitter, int bound) {
    this.emitter = emitter;
    this.bound = bound;
  }

  /// @param key what it is about; a newer message about the same replaces one not yet sent
  record Message(String event, String key, String json) {}

  /// Never blocks.
  ///
  /// @return false when too much is waiting: this page is slow and will get no more
  boolean offer(Message message) {
    lock.lock();
    try {
      pending.remove(message.key());
      pending.put(message.key(), message);
      if (pending.size() > bound) {
        pending.clear();
        closed = true;
      }
      changed.signal();
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Writes until the page or we close.
  @Override
  public void run() {
    var end = System.nanoTime() + LONGEST.toNanos();
    try {
      emitter.send(SseEmitter.event().comment("hello").reconnectTime(2000));
      while (System.nanoTime() - end < 0 && await()) {
        @Nullable Message message = take();
        emitter.send(
            message == null
                ? SseEmitter.event().comment("still here")
                : SseEmitter.event().name(message.event()).data(message.json()));
      }
      emitter.complete();
    } catch (IOException | IllegalStateException _) {
      close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      emitter.complete();
    }
  }

  /// Waits for a message or the next heartbeat; false once closed.
  private boolean await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = HEARTBEAT.toNanos();
      while (pending.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Message take() {
    lock.lock();
    try {
      var first = pending.keySet().iterator();
      return first.hasNext() ? pending.remove(first.next()) : null;
    } finally {
      lock.unlock();
    }
  }
}
