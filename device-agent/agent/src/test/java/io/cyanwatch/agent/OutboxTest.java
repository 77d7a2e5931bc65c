package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Envelope.SeqRange;
import io.cyanwatch.protocol.Event;
import io.cyanwatch.protocol.Health;
import io.cyanwatch.protocol.ResetClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final Outbox outbox = new Outbox(3, 2);

  @Test
  void theOldestRecordGoesFirstButABirthBeforeAll() {
    outbox.add(event(0));
    outbox.add(birth(1));

    assertThat(outbox.next()).contains(birth(1));
    assertThat(outbox.next()).contains(event(0));
  }

  @Test
  void noMoreThanTheWindowIsUnderway() {
    outbox.add(event(0));
    outbox.add(event(1));
    outbox.add(event(2));
    assertThat(outbox.next()).isPresent();
    assertThat(outbox.next()).isPresent();
    assertThat(outbox.next()).isEmpty();

    outbox.acknowledged(0);
    assertThat(outbox.next()).contains(event(2));
  }

  @Test
  void aRecordThatFailedGoesAgainWithItsOwnNumber() {
    outbox.add(event(7));
    outbox.next();
    outbox.failed(7);

    assertThat(outbox.next()).contains(event(7));
  }

  @Test
  void afterAConnectionIsLostWhatWasUnderwayGoesAgainAndWhatWasAcknowledgedDoesNot() {
    outbox.add(event(0));
    outbox.add(event(1));
    outbox.next();
    outbox.next();
    outbox.acknowledged(0);

    outbox.disconnected();

    assertThat(outbox.next()).contains(event(1));
    assertThat(outbox.next()).isEmpty();
  }

  @Test
  void aFullOutboxDropsTheOldestHeartbeatAndDeclaresIt() {
    outbox.add(event(0));
    outbox.add(health(1));
    outbox.add(health(2));
    assertThat(outbox.takeLost()).isEmpty();

    outbox.add(event(3));
    assertThat(outbox.takeLost()).containsExactly(new SeqRange(1, 1));
    assertThat(outbox.takeLost()).isEmpty();
  }

  @Test
  void aFullOutboxOfEventsRefusesTheNewest() {
    for (var seq = 0; seq < 5; seq++) {
      outbox.add(event(seq));
    }

    assertThat(outbox.takeLost()).containsExactly(new SeqRange(3, 4));
    assertThat(outbox.snapshot()).isEqualTo(new Health.Queue(3L, 2L));
  }

  private static Envelope envelope(long seq) {
    return new Envelope("00000001-9f3c11d2", seq, 1, seq, null, List.of());
  }

  private static Event event(long seq) {
    return new Event(envelope(seq), "listener_up", Map.of());
  }

  private static Health health(long seq) {
    return new Health(envelope(seq), null, null, null, null, null, null, null, null, null);
  }

  private static Birth birth(long seq) {
    return new Birth(
        envelope(seq),
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
}
