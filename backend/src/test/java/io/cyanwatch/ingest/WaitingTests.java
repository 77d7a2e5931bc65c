package io.cyanwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.link.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WaitingTests {
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void takesAsManyAsFitAndNoMore() {
    var waiting = new Waiting(2, 1000);

    assertThat(waiting.offer(post(1, 1))).isTrue();
    assertThat(waiting.offer(post(1, 1))).isTrue();
    assertThat(waiting.offer(post(1, 1))).isFalse();
  }

  @Test
  void beyondItsBytesItTakesOnlyWhatTheBrokerWouldKeep() {
    var waiting = new Waiting(10, 100);

    assertThat(waiting.offer(post(0, 100))).isTrue();
    assertThat(waiting.offer(post(0, 1))).isFalse();
    assertThat(waiting.offer(post(1, 1))).isTrue();
  }

  @Test
  void whatTheBrokerBringsAgainMakesWay() {
    var waiting = new Waiting(2, 1000);
    waiting.offer(post(1, 10));
    waiting.offer(post(0, 10));

    over.set(true);

    assertThat(waiting.offer(fresh())).isTrue();
    assertThat(waiting.size()).isEqualTo(2);
    assertThat(waiting.bytes()).isEqualTo(20);
    assertThat(waiting.offer(fresh())).isTrue();
    assertThat(waiting.offer(fresh())).isFalse();
  }

  @Test
  void aFloodThatNobodyPromisedToKeepTakesNoRoomFromWhatTheBrokerKeeps() {
    var waiting = new Waiting(2, 1000);
    waiting.offer(post(0, 1));
    waiting.offer(post(0, 1));

    assertThat(waiting.offer(post(0, 1))).isFalse();
    assertThat(waiting.offer(post(1, 1))).isTrue();
    assertThat(waiting.offer(post(1, 1))).isTrue();
    assertThat(waiting.offer(post(1, 1))).isFalse();
  }

  @Test
  void aBatchEndsAtItsCountOrItsBytes() throws InterruptedException {
    var waiting = new Waiting(10, 1000);
    for (var n = 0; n < 6; n++) {
      waiting.offer(post(1, 10));
    }

    assertThat(drained(waiting, 2, 1000)).hasSize(2);
    assertThat(drained(waiting, 10, 20)).hasSize(2);
    assertThat(drained(waiting, 10, 1000)).hasSize(2);
    assertThat(waiting.bytes()).isZero();
  }

  @Test
  void nothingComesOutOfNothing() throws InterruptedException {
    assertThat(new Waiting(1, 1).drain(new ArrayList<>(), 1, 1, 0)).isFalse();
  }

  private static List<Post> drained(Waiting waiting, int count, long size)
      throws InterruptedException {
    var batch = new ArrayList<Post>();
    waiting.drain(batch, count, size, 0);
    return batch;
  }

  private static Post fresh() {
    return Post.of(new Delivery("cw/1/d/up/health", new byte[10], 1, Instant.EPOCH, () -> {}));
  }

  private Post post(int qos, int size) {
    return Post.of(
        new Delivery(
            "cw/1/d/up/health", new byte[size], size, qos, Instant.EPOCH, () -> {}, over::get));
  }
}
