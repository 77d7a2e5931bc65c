package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Bye;
import io.cyanwatch.protocol.Envelope.SeqRange;
import io.cyanwatch.protocol.Event;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Probe;
import io.cyanwatch.protocol.Reply;
import io.cyanwatch.protocol.Topics.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// Records of one boot that wait for the broker. When it is full, heartbeats give way to newer ones
/// and events are kept; what had to go is declared lost.
public final class Backlog {
  /// A batch stays far below the largest payload.
  private static final int BATCH = 32;

  private final int capacity;
  private final TreeMap<Long, Message.Recorded> held = new TreeMap<>();
  private final TreeSet<Long> lost = new TreeSet<>();
  private long dropped;

  Backlog(int capacity) {
    this.capacity = capacity;
  }

  /// Records of one channel, in the order in which they were made.
  public record Batch(Channel channel, List<Message.Recorded> records) {
    public Batch {
      records = List.copyOf(records);
    }
  }

  void add(Message.Recorded record) {
    held.put(record.envelope().seq(), record);
    if (held.size() > capacity) {
      drop(victim());
    }
  }

  /// Hands over everything, channel by channel.
  List<Batch> drain() {
    var batches = new ArrayList<Batch>();
    for (var channel : Channel.values()) {
      var records = held.values().stream().filter(it -> channelOf(it) == channel).toList();
      for (var from = 0; from < records.size(); from += BATCH) {
        var to = Math.min(from + BATCH, records.size());
        batches.add(new Batch(channel, records.subList(from, to)));
      }
    }
    held.clear();
    return batches;
  }

  /// What was dropped since the last time somebody asked.
  List<SeqRange> takeLost() {
    var ranges = new ArrayList<SeqRange>();
    for (var seq : lost) {
      var last = ranges.isEmpty() ? null : ranges.getLast();
      if (last != null && last.to() + 1 == seq) {
        ranges.set(ranges.size() - 1, new SeqRange(last.from(), seq));
      } else {
        ranges.add(new SeqRange(seq, seq));
      }
    }
    lost.clear();
    return ranges;
  }

  int size() {
    return held.size();
  }

  long dropped() {
    return dropped;
  }

  static Channel channelOf(Message.Recorded record) {
    return switch (record) {
      case Birth _ -> Channel.BIRTH;
      case Health _ -> Channel.HEALTH;
      case Event _ -> Channel.EVENT;
      case Bye _ -> Channel.BYE;
      case Reply _ -> Channel.REPLY;
      case Probe _ -> Channel.PROBE;
    };
  }

  private long victim() {
    return held.entrySet().stream()
        .filter(it -> channelOf(it.getValue()) == Channel.HEALTH)
        .findFirst()
        .orElseGet(held::lastEntry)
        .getKey();
  }

  private void drop(long seq) {
    held.remove(seq);
    lost.add(seq);
    dropped++;
  }
}
