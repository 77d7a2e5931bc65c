package io.cyanwatch.agent;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The other side of a connection in a [ScriptedNet]; what it does is written down beforehand.
final class Peer {
  final long at;
  final boolean probe;
  @Nullable Handle seated;
  long acceptedAt = -1;
  long closedAt = -1;
  boolean abruptly;
  boolean shut;
  private final Queue<Step> steps;
  private final Queue<ByteBuffer> inbox = new ArrayDeque<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private long window;
  private boolean finished;
  private boolean reset;

  /// @param window bytes that it takes before it has to read on
  Peer(long at, long window, boolean probe, List<Step> steps) {
    this.at = at;
    this.window = window;
    this.probe = probe;
    this.steps =
        new ArrayDeque<>(steps.stream().sorted(Comparator.comparingLong(Step::at)).toList());
  }

  /// @param at milliseconds of the network's clock
  record Step(long at, Deed deed) {}

  sealed interface Deed {}

  record Say(byte[] bytes) implements Deed {}

  record Read(long bytes) implements Deed {}

  record Finish() implements Deed {}

  record Reset() implements Deed {}

  static Peer saying(long at, String... pieces) {
    var steps =
        IntStream.range(0, pieces.length).mapToObj(i -> new Step(at + i, say(pieces[i]))).toList();
    return new Peer(at, Long.MAX_VALUE, false, steps);
  }

  static Say say(String text) {
    return new Say(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  String received() {
    return received.toString(StandardCharsets.ISO_8859_1);
  }

  boolean closed() {
    return closedAt >= 0;
  }

  boolean isClient() {
    return !probe;
  }

  long next() {
    return steps.isEmpty() ? Long.MAX_VALUE : steps.element().at();
  }

  void advance(long now) {
    while (next() <= now) {
      switch (steps.remove().deed()) {
        case Say(var bytes) -> inbox.add(ByteBuffer.wrap(bytes));
        case Read(var bytes) -> window += bytes;
        case Finish() -> finished = true;
        case Reset() -> reset = true;
      }
    }
  }

  int give(ByteBuffer into) {
    if (reset) {
      return Sockets.RESET;
    }
    while (!inbox.isEmpty() && !inbox.element().hasRemaining()) {
      inbox.remove();
    }
    if (inbox.isEmpty()) {
      return finished ? Sockets.CLOSED : Sockets.WOULD_BLOCK;
    }
    var count = Math.min(into.remaining(), inbox.element().remaining());
    into.put(inbox.element().slice().limit(count));
    inbox.element().position(inbox.element().position() + count);
    return count;
  }

  int take(ByteBuffer from) {
    if (reset) {
      return Sockets.RESET;
    }
    var count = (int) Math.min(window, from.remaining());
    var taken = new byte[count];
    from.get(taken);
    received.writeBytes(taken);
    window -= count;
    return count;
  }
}
