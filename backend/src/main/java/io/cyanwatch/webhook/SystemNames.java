package io.cyanwatch.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The operating system's resolver, with a deadline of our own. On platform threads: a lookup
/// blocks in native code and would hold up every virtual thread of a small machine.
final class SystemNames implements Reach.Names, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int THREADS = 32;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("webhook-names-", 0).factory());

  SystemNames() {
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public List<InetAddress> of(String host) throws UnknownHostException {
    var lookup = threads.submit(() -> List.of(InetAddress.getAllByName(host)));
    try {
      return lookup.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      lookup.cancel(false);
      throw unknown(host, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(host, e);
    }
  }

  private static UnknownHostException unknown(String host, Exception cause) {
    var unknown = new UnknownHostException(host);
    unknown.initCause(cause);
    return unknown;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
