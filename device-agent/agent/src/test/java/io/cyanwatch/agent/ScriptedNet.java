package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A network in memory, with a clock that is turned by hand. Whoever uses a name after its end, or
/// ends it twice, is told so by a failure.
final class ScriptedNet implements Sockets {
  final Queue<Arrival> troubles = new ArrayDeque<>();
  final List<Peer> seen = new ArrayList<>();
  private final List<Peer> coming = new ArrayList<>();
  private final Map<Handle, Peer> open = new HashMap<>();
  private @Nullable Peer arrived;
  private long now;
  private int most;

  void add(Peer peer) {
    coming.add(peer);
    coming.sort(Comparator.comparingLong(it -> it.at));
  }

  int most() {
    return most;
  }

  int open() {
    return open.size();
  }

  /// When something happens next without the server's doing.
  long next() {
    var arrival = coming.isEmpty() ? Long.MAX_VALUE : coming.getFirst().at;
    var steps = open.values().stream().mapToLong(Peer::next).min().orElse(Long.MAX_VALUE);
    return Math.min(arrival > now ? arrival : Long.MAX_VALUE, steps);
  }

  void turnTo(long time) {
    now = time;
    open.values().forEach(it -> it.advance(time));
  }

  @Override
  public Arrival accept() {
    if (!troubles.isEmpty()) {
      return troubles.remove();
    }
    if (coming.isEmpty() || coming.getFirst().at > now) {
      return Arrival.NONE;
    }
    arrived = coming.removeFirst();
    seen.add(arrived);
    arrived.advance(now);
    return arrived.probe ? Arrival.PROBE : Arrival.CLIENT;
  }

  @Override
  public String fault() {
    return "java.io.IOException: Too many open files";
  }

  @Override
  public String newcomer() {
    return "10.0.0.9:" + Objects.requireNonNull(arrived).at;
  }

  @Override
  public String peer(Handle handle) {
    return "10.0.0.9:" + at(handle).at;
  }

  @Override
  public void seat(Handle handle) {
    var peer = Objects.requireNonNull(arrived);
    arrived = null;
    assertThat(open.keySet()).noneMatch(it -> it.slot() == handle.slot());
    peer.seated = handle;
    peer.acceptedAt = now;
    open.put(handle, peer);
    most = Math.max(most, open.size());
  }

  @Override
  public void refuse(ByteBuffer last) {
    var peer = Objects.requireNonNull(arrived);
    arrived = null;
    peer.take(last);
    peer.closedAt = now;
  }

  @Override
  public int recv(Handle handle, ByteBuffer into) {
    return at(handle).give(into);
  }

  @Override
  public int send(Handle handle, ByteBuffer from) {
    var peer = at(handle);
    assertThat(peer.shut).isFalse();
    return peer.take(from);
  }

  @Override
  public void shutdown(Handle handle) {
    at(handle).shut = true;
  }

  @Override
  public void close(Handle handle, boolean abruptly) {
    var peer = at(handle);
    open.remove(handle);
    peer.closedAt = now;
    peer.abruptly = abruptly;
  }

  private Peer at(Handle handle) {
    return Objects.requireNonNull(open.get(handle), () -> handle + " is not open");
  }
}
