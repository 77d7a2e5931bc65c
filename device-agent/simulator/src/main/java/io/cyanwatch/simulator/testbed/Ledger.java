package io.cyanwatch.simulator.testbed;

import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Wire;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// What the broker got from the devices, counted by boot and number. For one watched device.
final class Ledger {
  private static final int MOST = 50_000_000;

  private final Map<String, Boot> boots = new HashMap<>();
  private int resent;
  private int refused;
  private long newest;

  private static final class Boot {
    private final BitSet seen = new BitSet();
    private final BitSet lost = new BitSet();

    /// Numbers between the first and the last that neither came nor were declared lost.
    int missing() {
      var known = (BitSet) seen.clone();
      known.or(lost);
      var from = Math.max(0, known.nextSetBit(0));
      return known.length() - from - known.cardinality();
    }

    int declared() {
      var only = (BitSet) lost.clone();
      only.andNot(seen);
      return only.cardinality();
    }
  }

  /// @param boots that spoke: one, if the process never ended
  /// @param resent records that came more than once, which QoS 1 allows
  /// @param lost declared by the device as dropped
  /// @param missing neither came nor declared: gaps
  /// @param refused that the protocol does not allow
  record Sum(int boots, int records, int resent, int lost, int missing, int refused) {}

  /// @param payload as published
  void heard(String topic, byte[] payload) {
    var up = Topics.parse(topic);
    if (up.isEmpty()) {
      refused++;
      return;
    }
    var decoded = Wire.decode(up.get().channel(), payload);
    refused += decoded.refusals().size();
    for (var message : decoded.messages()) {
      if (message instanceof Message.Recorded record) {
        enter(record.envelope());
      }
    }
  }

  /// The device's own clock in the newest record, milliseconds since 1970; 0 before the first.
  long newest() {
    return newest;
  }

  Sum sum() {
    var all = boots.values();
    return new Sum(
        all.size(),
        all.stream().mapToInt(it -> it.seen.cardinality()).sum(),
        resent,
        all.stream().mapToInt(Boot::declared).sum(),
        all.stream().mapToInt(Boot::missing).sum(),
        refused);
  }

  private void enter(Envelope envelope) {
    if (envelope.seq() >= MOST) {
      refused++;
      return;
    }
    var boot = boots.computeIfAbsent(envelope.boot(), _ -> new Boot());
    var seq = (int) envelope.seq();
    resent += boot.seen.get(seq) ? 1 : 0;
    boot.seen.set(seq);
    for (var range : envelope.lost()) {
      boot.lost.set((int) Math.min(range.from(), MOST), (int) Math.min(range.to(), MOST) + 1);
    }
    if (envelope.at() != null) {
      newest = Math.max(newest, envelope.at());
    }
  }
}
