package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.timeline.Lanes.Sign;
import io.cyanwatch.timeline.Lanes.Step;
import io.cyanwatch.timeline.Timelines.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTests {
  private static final Instant FROM = Instant.parse("2026-01-01T10:00:00Z");
  private static final Instant TO = FROM.plusSeconds(600);
  private static final Duration PATIENCE = Duration.ofSeconds(75);

  @Test
  void equalStepsAreOneSpan() {
    var spans = Lanes.spans(List.of(step(0, "up"), step(30, "up"), step(60, "down")), FROM, TO);

    assertThat(spans).containsExactly(span(0, 60, "up"), span(60, 600, "down"));
  }

  @Test
  void aSpanThatBeganEarlierIsCutAtTheBeginning() {
    var spans = Lanes.spans(List.of(step(-300, "up"), step(60, "down")), FROM, TO);

    assertThat(spans).containsExactly(span(0, 60, "up"), span(60, 600, "down"));
  }

  @Test
  void whatEndedBeforeTheBeginningIsLeftOut() {
    var spans = Lanes.spans(List.of(step(-300, "down"), step(0, "up")), FROM, TO);

    assertThat(spans).containsExactly(span(0, 600, "up"));
  }

  @Test
  void silenceOnTheEdgeOfPatienceIsNoOutage() {
    var steps = Lanes.power(List.of(sign(500), sign(500, 575, true)), TO, PATIENCE);

    assertThat(Lanes.spans(steps, FROM, TO)).containsExactly(span(500, 600, "online"));
  }

  @Test
  void silenceBeyondPatienceIsAnOutageFromWhenPatienceEnded() {
    var steps =
        Lanes.power(List.of(sign(400), sign(400, 476, true), sign(476, 550, true)), TO, PATIENCE);

    assertThat(Lanes.spans(steps, FROM, TO))
        .containsExactly(
            span(400, 475, "online"), span(475, 476, "offline"), span(476, 600, "online"));
  }

  @Test
  void signsThatWereLeftOutAreNoSilence() {
    var steps = Lanes.power(List.of(sign(0), sign(570, 600, true)), TO, PATIENCE);

    assertThat(Lanes.spans(steps, FROM, TO)).containsExactly(span(0, 600, "online"));
  }

  @Test
  void aWillIsAnOutageAtOnce() {
    var steps =
        Lanes.power(List.of(sign(400), sign(400, 410, false), sign(410, 460, true)), TO, PATIENCE);

    assertThat(Lanes.spans(steps, FROM, TO))
        .containsExactly(
            span(400, 410, "online"),
            span(410, 460, "offline"),
            span(460, 535, "online"),
            span(535, 600, "offline"));
  }

  private static Step step(int second, String value) {
    return new Step(FROM.plusSeconds(second), value, null);
  }

  private static Sign sign(int second) {
    return new Sign(FROM.plusSeconds(second), true, null);
  }

  private static Sign sign(int before, int second, boolean alive) {
    return new Sign(FROM.plusSeconds(second), alive, FROM.plusSeconds(before));
  }

  private static Span span(int from, int to, String value) {
    return new Span(FROM.plusSeconds(from), FROM.plusSeconds(to), value, null);
  }
}
