package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class LoginsTest {
  private final Logins logins = new Logins(2);
  private final EmbeddedChannel first = new EmbeddedChannel();
  private final EmbeddedChannel second = new EmbeddedChannel();
  private final EmbeddedChannel third = new EmbeddedChannel();

  @Test
  void thereIsRoomForSoManyAndForOneMoreWhenOneIsIn() {
    assertThat(logins.begin(first)).isTrue();
    assertThat(logins.begin(second)).isTrue();
    assertThat(logins.begin(third)).isFalse();

    logins.over(first);
    assertThat(logins.begin(third)).isTrue();
  }

  @Test
  void whoeverHangsUpMeanwhileMakesRoomOnce() {
    logins.begin(first);
    first.close().syncUninterruptibly();
    logins.over(first);

    assertThat(logins.underWay()).isZero();
  }

  @Test
  void whoeverWasNotLetBeginMakesNoRoom() {
    logins.begin(first);
    logins.begin(second);
    logins.begin(third);
    logins.over(third);

    assertThat(logins.underWay()).isEqualTo(2);
  }
}
