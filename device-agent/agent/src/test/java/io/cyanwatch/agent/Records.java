package io.cyanwatch.agent;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Envelope.SeqRange;
import io.cyanwatch.protocol.Event;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.ResetClass;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Records to try things with.
final class Records {
  static final String BOOT = "00000002-9f3c11d2";
  static final String OLD_BOOT = "00000001-11aa22bb";

  private Records() {}

  static Event event(String boot, long seq, List<SeqRange> lost) {
    return new Event(envelope(boot, seq, lost), "listener_up", Map.of("gen", seq));
  }

  static Event event(long seq) {
    return event(BOOT, seq, List.of());
  }

  static Health health(String boot, long seq, List<SeqRange> lost) {
    return new Health(
        envelope(boot, seq, lost), null, null, null, null, null, null, null, null, null);
  }

  static Health health(long seq) {
    return health(BOOT, seq, List.of());
  }

  static Birth birth(long seq) {
    return new Birth(
        envelope(BOOT, seq, List.of()),
        30,
        false,
        new Birth.Device(null, null, null, null),
        new Birth.Reset(ResetClass.USER, null, null),
        new Birth.Net(null, null, null, null),
        Set.of(),
        0,
        null,
        null);
  }

  private static Envelope envelope(String boot, long seq, List<SeqRange> lost) {
    return new Envelope(boot, seq, 1, seq, null, lost);
  }
}
