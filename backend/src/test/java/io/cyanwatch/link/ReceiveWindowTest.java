package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiveWindowTest {
  private final ReceiveWindow window = new ReceiveWindow(100, 1_000);

  @Test
  void aBrokerThatKeepsToTheMaximumIsNeverHeldUp() throws InterruptedException {
    take(100);

    assertThat(window.awaitRoom(0)).isTrue();
    assertThat(window.isFull()).isFalse();
  }

  @Test
  void oneThatDoesNotIsHeldUpUntilSomethingIsAcknowledged() throws InterruptedException {
    take(116);
    assertThat(window.awaitRoom(1)).isFalse();

    window.given(1);

    assertThat(window.awaitRoom(0)).isTrue();
  }

  @Test
  void anAcknowledgementWakesWhoeverWaits() throws InterruptedException {
    take(116);
    Thread.ofVirtual().start(() -> window.given(1));

    assertThat(window.awaitRoom(60_000)).isTrue();
  }

  @Test
  void fewButLargeOnesAreEnough() throws InterruptedException {
    window.taken(999);
    assertThat(window.awaitRoom(0)).isTrue();

    window.taken(1);
    assertThat(window.awaitRoom(1)).isFalse();

    window.given(999);
    assertThat(window.awaitRoom(0)).isTrue();
  }

  private void take(int count) {
    for (var i = 0; i < count; i++) {
      window.taken(1);
    }
  }
}
