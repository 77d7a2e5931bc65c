package io.cyanwatch.link;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicInteger;

/// How many devices are being let in right now. A login costs a question to the registry and the
/// journal; when a whole fleet comes at once, those that wait longest give up and come again, and
/// what was begun for them is in vain. So the rest is told at once that the broker is busy.
final class Logins {
  private static final AttributeKey<Boolean> BEGUN = AttributeKey.valueOf("cyanwatch.login");

  private final int most;
  private final AtomicInteger underWay = new AtomicInteger();

  /// @param most at once
  Logins(int most) {
    this.most = most;
  }

  /// @return whether there is room for it
  boolean begin(Channel channel) {
    if (underWay.incrementAndGet() > most) {
      underWay.decrementAndGet();
      return false;
    }
    channel.attr(BEGUN).set(true);
    channel.closeFuture().addListener(_ -> over(channel));
    return true;
  }

  /// It is in, or was refused, or is gone.
  void over(Channel channel) {
    if (Boolean.TRUE.equals(channel.attr(BEGUN).getAndSet(null))) {
      underWay.decrementAndGet();
    }
  }

  int underWay() {
    return underWay.get();
  }
}
