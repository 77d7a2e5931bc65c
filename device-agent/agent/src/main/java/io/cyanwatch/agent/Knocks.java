package io.cyanwatch.agent;

import io.cyanwatch.protocol.Probe.Outcome;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Visits on behalf of the cloud: a bounded number at a time, and only in the networks allowed. The
/// name is looked up once, so that the address that was checked is the one that is visited.
final class Knocks {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<Network> allowed;
  private final Semaphore places;
  private final Executor loop;

  Knocks(List<Network> allowed, int atOnce, Executor loop) {
    this.allowed = List.copyOf(allowed);
    this.places = new Semaphore(atOnce);
    this.loop = loop;
  }

  /// What became of the wish to visit somebody.
  sealed interface Answer {
    record Visited(Knock.Seen seen) implements Answer {}

    record Denied() implements Answer {}

    /// Too many at a time; nobody was visited, so it says nothing of the target.
    record Saturated() implements Answer {}
  }

  /// Answers on the loop, later.
  void visit(Knock.Target target, Optional<String> path, Consumer<Answer> then) {
    if (!places.tryAcquire()) {
      then.accept(new Answer.Saturated());
      return;
    }
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                var answer = visit(target, path);
                loop.execute(() -> then.accept(answer));
              } finally {
                places.release();
              }
            });
  }

  private Answer visit(Knock.Target target, Optional<String> path) {
    try {
      var address = InetAddress.getByName(target.host());
      return allows(address)
          ? new Answer.Visited(Knock.at(address, target, path, PATIENCE))
          : new Answer.Denied();
    } catch (UnknownHostException e) {
      return new Answer.Visited(new Knock.Seen(Outcome.ERROR, 0, null));
    }
  }

  private boolean allows(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && allowed.stream().anyMatch(network -> network.holds(address));
  }
}
