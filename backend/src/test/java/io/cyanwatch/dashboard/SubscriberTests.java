package io.cyanwatch.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.dashboard.Subscriber.Message;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

class SubscriberTests {
  private final Subscriber subscriber = new Subscriber(new SseEmitter(), 2);

  @Test
  void asMuchAsTheBoundMayWait() {
    assertThat(subscriber.offer(about("hall-1"))).isTrue();
    assertThat(subscriber.offer(about("hall-2"))).isTrue();
  }

  @Test
  void oneMoreThanTheBoundEndsIt() {
    subscriber.offer(about("hall-1"));
    subscriber.offer(about("hall-2"));

    assertThat(subscriber.offer(about("hall-3"))).isFalse();
    assertThat(subscriber.offer(about("hall-1"))).isFalse();
  }

  @Test
  void newsAboutTheSameReplacesWhatWaits() {
    subscriber.offer(about("hall-1"));
    subscriber.offer(about("hall-2"));

    assertThat(subscriber.offer(about("hall-1"))).isTrue();
  }

  private static Message about(String device) {
    return new Message("device", device, "{}");
  }
}
