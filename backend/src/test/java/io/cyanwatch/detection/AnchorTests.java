package io.cyanwatch.detection;

import static io.cyanwatch.detection.States.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.timeline.Observation.Stamp;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnchorTests {

  @Test
  void aClockThatIsHalfAMinuteOffIsBelieved() {
    var anchor = Anchor.of(live(0, 0L)).and(live(60, 0L));

    assertThat(anchor.ours(live(90, 30L)).at()).isEqualTo(at(120));
    assertThat(anchor.ours(live(90, 31L)).at()).isEqualTo(at(90));
    assertThat(anchor.ours(live(90, -30L)).at()).isEqualTo(at(60));
    assertThat(anchor.ours(live(90, -31L)).at()).isEqualTo(at(90));
  }

  @Test
  void aRecordThatWasHeldBackIsNotTakenForAClockThatIsBehind() {
    var first = heldBack(10, 600);
    var anchor = Anchor.of(first);
    assertThat(anchor.ours(first).at()).isEqualTo(at(10));

    anchor = anchor.and(heldBack(40, 600)).and(heldBack(590, 600));
    assertThat(anchor.sure()).isFalse();
    assertThat(anchor.ours(heldBack(300, 600)).at()).isEqualTo(at(300));
  }

  @Test
  void whatWasHeldBackIsForgottenAtTheFirstLiveRecord() {
    var anchor = Anchor.of(heldBack(10, 600)).and(live(610, 0L)).and(live(640, 0L));

    assertThat(anchor.began()).isEqualTo(at(0));
    assertThat(anchor.sure()).isTrue();
  }

  @Test
  void aCrystalThatRunsSlowlyIsFollowedOnceAnHour() {
    var anchor = Anchor.of(live(0, 0L));
    for (var hour = 1; hour <= 240; hour++) {
      var up = hour * 3600L;
      anchor = anchor.and(stamp(up - up / 20_000, up, null));
    }

    assertThat(anchor.began()).isBetween(at(240 * 3600 / 20_000 - 1), at(240 * 3600 / 20_000 + 1));
  }

  @Test
  void withoutAClockNothingIsChanged() {
    var stamp = stamp(90, 90, null);

    assertThat(Anchor.of(stamp).ours(stamp)).isSameAs(stamp);
  }

  private static Stamp live(long up, long skew) {
    return stamp(up, up, up + skew);
  }

  private static Stamp heldBack(long up, long received) {
    return stamp(up, received, up);
  }

  private static Stamp stamp(long up, long received, @Nullable Long clock) {
    return new Stamp(
        States.DEVICE,
        "b",
        up,
        1,
        Duration.ofSeconds(up),
        clock == null ? null : at(clock),
        clock == null ? at(received) : at(clock),
        Duration.ZERO,
        at(received));
  }
}
