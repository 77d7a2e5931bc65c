package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a network, a broker and an inbox can do to the link.
@Isolated("it counts the threads of all clients in this process")
class LinkTroubleTest extends LinkHarness {

  @Test
  void aCutWhileTheInboxIsBusyIsNoticedMendedAndTheMessageComesAgain() {
    connect();
    desk.stuck = true;
    say("A", "hello");
    await().until(() -> desk.deliveries.size() == 1);
    desk.stuck = false;

    gateway.cut();

    await().untilAsserted(() -> assertThat(edges).containsExactly(true, false, true));
    await().untilAsserted(() -> assertThat(desk.payloads()).containsExactly("hello", "hello"));
    desk.deliveries.getLast().acknowledge();
    await().until(() -> broker.broker.held() == 0);
  }

  @Test
  void acknowledgementsOfADeadConnectionDoNoHarmAndTheMessagesComeAgain() {
    connect();
    sayMany("A", 20);
    await().until(() -> desk.deliveries.size() == 20);
    var early = List.copyOf(desk.deliveries);

    gateway.cut();
    early.subList(0, 10).forEach(Delivery::acknowledge);
    await().until(() -> desk.deliveries.size() == 40);
    early.forEach(Delivery::acknowledge);

    assertThat(desk.payloads().subList(20, 40)).isEqualTo(desk.payloads().subList(0, 20));
    assertThat(broker.broker.held()).isEqualTo(20);
    desk.deliveries.subList(20, 40).forEach(Delivery::acknowledge);
    await().until(() -> broker.broker.held() == 0);
    say("A", "and on");
    await().until(() -> desk.payloads().contains("and on"));
    assertThat(link.connected()).isTrue();
  }

  @Test
  void aConnectionInWhichAllBytesVanishIsReplaced() {
    connect();

    gateway.swallowing = true;
    await().until(() -> edges.equals(List.of(true, false)));
    gateway.swallowing = false;

    await().untilAsserted(() -> assertThat(edges).containsExactly(true, false, true));
  }

  @ParameterizedTest
  @EnumSource(names = {"MUTE", "RUDE"})
  @DisplayName("4. Broker accepts TCP but never sends CONNACK")
  void aPeerThatDoesNotSpeakMqttCostsNoThreadsHoweverOftenWeTry(Gateway.Mood mood) {
    var others = threadsOfClients(); // Of applications that other tests keep running.
    gateway.mood = mood;
    link =
        link(
            new Pace(
                Duration.ofMillis(500),
                Duration.ofMillis(100),
                Duration.ofMillis(700),
                Duration.ofMillis(1),
                Duration.ofMillis(1)),
            2000);
    link.start();

    await().atMost(Duration.ofSeconds(30)).until(() -> gateway.accepted.get() > 10);

    assertThat(threadsOfClients()).isLessThan(others + 10);
    assertThat(edges).isEmpty();
    gateway.mood = Gateway.Mood.OPEN;
    await().until(link::connected);
    await().untilAsserted(() -> assertThat(threadsOfClients()).isLessThanOrEqualTo(others + 4));
  }

  @Test
  @DisplayName("4. Broker accepts TCP but never sends CONNACK: no thread more after 100 cycles")
  void aHundredCyclesCostNoMoreThreadsThanTwenty() {
    gateway.mood = Gateway.Mood.MUTE;
    var moment = Duration.ofMillis(50);
    link = link(new Pace(moment, moment, moment, Duration.ofMillis(1), Duration.ofMillis(1)), 2000);
    link.start();
    await().atMost(Duration.ofSeconds(30)).until(() -> gateway.accepted.get() >= 20);
    var afterTwenty = threadsOfClients();

    await().atMost(Duration.ofSeconds(60)).until(() -> gateway.accepted.get() >= 100);

    // Those of the cycle before are on their way out.
    await().untilAsserted(() -> assertThat(threadsOfClients()).isLessThanOrEqualTo(afterTwenty));
    assertThat(edges).isEmpty();
  }

  @Test
  void aBrokerThatIsNotThereYetIsFoundOnceItIs() {
    gateway.shut();
    link.start();
    await().until(() -> meters.get("cyanwatch.link.reconnects").counter().count() > 3);
    assertThat(link.connected()).isFalse();

    gateway.reopen();

    await().until(link::connected);
  }

  @Test
  void aWrongPasswordIsRetriedWithoutTouchingAnybody() {
    var wrong =
        new Account(
            new LinkProperties.Address("127.0.0.1", gateway.port, false),
            "@cyanwatch",
            "guess",
            Account.CLIENT_ID,
            "");
    var other = link(wrong, HASTY, 2000);
    other.start();

    await().until(() -> gateway.accepted.get() > 3);

    assertThat(other.connected()).isFalse();
    other.stop();
  }

  @Test
  void aMessageTheInboxThrewAtStaysWithTheBrokerAndTheNextOnesFlow() {
    connect();
    desk.broken = true;
    say("A", "lost?");
    await().until(() -> broker.broker.held() == 1);
    desk.broken = false;
    say("A", "next");

    await().untilAsserted(() -> assertThat(desk.payloads()).containsExactly("next"));
    gateway.cut();
    await().until(() -> desk.payloads().contains("lost?"));
  }

  @Test
  void stoppingTakesThreeSecondsAtMostWhateverIsStuck() {
    connect();
    desk.stuck = true;
    say("A", "hello");
    await().until(() -> desk.deliveries.size() == 1);
    gateway.swallowing = true;
    var before = System.nanoTime();

    link.stop();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    assertThat(link.connected()).isFalse();
    assertThat(link.isRunning()).isFalse();
  }
}
