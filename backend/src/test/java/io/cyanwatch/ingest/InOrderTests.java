package io.cyanwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.link.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InOrderTests {
  private final List<String> acknowledged = new ArrayList<>();
  private final InOrder order = new InOrder();
  private final Delivery a = delivery("a");
  private final Delivery b = delivery("b");
  private final Delivery c = delivery("c");

  @Test
  void nothingIsAcknowledgedBeforeWhatCameEarlier() {
    order.done(List.of(b, c));

    assertThat(acknowledged).isEmpty();
    assertThat(order.pending()).isEqualTo(3);
  }

  @Test
  void allFollowsOnceTheFirstIsDone() {
    order.done(List.of(c));
    order.done(List.of(b));
    order.done(List.of(a));

    assertThat(acknowledged).containsExactly("a", "b", "c");
    assertThat(order.pending()).isZero();
  }

  @Test
  void thoseOfAConnectionThatIsOverHoldUpNobody() {
    var over = new java.util.concurrent.atomic.AtomicBoolean();
    var early = new InOrder();
    var lost = new Delivery("lost", new byte[0], 0, 1, Instant.EPOCH, () -> {}, over::get);
    var next = new Delivery("next", new byte[0], 1, Instant.EPOCH, () -> acknowledged.add("next"));
    early.arrived(lost);
    early.arrived(next);

    early.done(List.of(next));
    assertThat(acknowledged).isEmpty();
    over.set(true);
    early.done(List.of());

    assertThat(acknowledged).containsExactly("next");
    early.done(List.of(lost));
    assertThat(early.pending()).isZero();
  }

  @Test
  void whatIsNotTakenHoldsUpNobody() {
    order.refused(a);

    order.done(List.of(b));

    assertThat(acknowledged).containsExactly("b");
  }

  private Delivery delivery(String topic) {
    var delivery =
        new Delivery(topic, new byte[0], 1, Instant.EPOCH, () -> acknowledged.add(topic));
    order.arrived(delivery);
    return delivery;
  }
}
