package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.ListenerState;
import org.junit.jupiter.api.Test;

class SupervisorTest {
  private static final Link UP = new Link("wlan0", true, "10.0.0.23", 2);
  private static final Link OTHER_IP = new Link("wlan0", true, "10.0.0.24", 2);
  private static final Link NO_IP = new Link("wlan0", true, null, 2);
  private static final Link FLAPPED = new Link("wlan0", true, "10.0.0.23", 4);
  private static final Link DOWN = new Link("wlan0", false, null, 3);

  private final Stand stand = new Stand(new Supervisor.Powers(true, true), 0);

  @Test
  void theListenerIsOpenedWhenTheLinkHasBeenStableAndNotBefore() {
    stand.at(0, UP);
    stand.at(100, UP);
    stand.at(1_499, UP);
    assertThat(stand.acts).isEmpty();

    stand.at(1_500, UP);
    assertThat(stand.acts).isEqualTo("open ");
    assertThat(stand.state()).isEqualTo(ListenerState.LISTENING);
    assertThat(stand.supervisor.gen()).isEqualTo(1);
  }

  @Test
  void aLinkWithoutAnAddressIsNoLink() {
    stand.run(0, 60_000, NO_IP);

    assertThat(stand.acts).isEmpty();
    assertThat(stand.state()).isEqualTo(ListenerState.DOWN);
  }

  @Test
  void aChangeWhileSettlingBeginsTheSettlingAnew() {
    stand.at(0, UP);
    stand.at(100, UP);
    stand.at(1_000, OTHER_IP);
    stand.at(2_499, OTHER_IP);
    assertThat(stand.acts).isEmpty();

    stand.at(2_500, OTHER_IP);
    assertThat(stand.acts).isEqualTo("open ");
  }

  @Test
  void theDownEdgeClosesAtOnceAndTheUpEdgeOpensAfterSettling() {
    stand.run(0, 5_000, UP);
    stand.at(5_100, DOWN);
    assertThat(stand.acts).isEqualTo("open close:link_down ");
    assertThat(stand.state()).isEqualTo(ListenerState.DOWN);

    stand.run(5_200, 9_000, UP);
    assertThat(stand.acts).isEqualTo("open close:link_down open ");
    assertThat(stand.supervisor.why()).isEqualTo("link_up");
  }

  @Test
  void anotherAddressRestartsTheListener() {
    stand.run(0, 5_000, UP);
    stand.run(5_100, 9_000, OTHER_IP);

    assertThat(stand.acts).isEqualTo("open close:ip_change open ");
    assertThat(stand.supervisor.gen()).isEqualTo(2);
  }

  @Test
  void aLossTooShortToBeSeenRestartsTheListener() {
    stand.run(0, 5_000, UP);
    stand.run(5_100, 9_000, FLAPPED);

    assertThat(stand.acts).isEqualTo("open close:link_up open ");
  }

  @Test
  void aListenerThatDiesIsOpenedAgainAtOnce() {
    stand.run(0, 5_000, UP);
    stand.alive = false;
    stand.at(5_100, UP);
    stand.at(5_200, UP);

    assertThat(stand.acts).isEqualTo("open close:accept_error open ");
  }

  @Test
  void aListenerThatKeepsDyingIsOpenedLaterAndLater() {
    stand.dying = true;
    stand.run(0, 20_000, UP);

    assertThat(stand.opens).isBetween(5, 6);
  }

  @Test
  void twoFailedSelfProbesMakeItSuspectAndTheThirdRestartsIt() {
    stand.run(0, 5_000, UP);
    stand.supervisor.probed(false, 1);
    stand.supervisor.probed(false, 1);
    stand.run(5_100, 8_000, UP);
    assertThat(stand.state()).isEqualTo(ListenerState.SUSPECT);
    assertThat(stand.acts).isEqualTo("open ");

    stand.supervisor.probed(false, 1);
    stand.run(8_100, 9_000, UP);
    assertThat(stand.acts).isEqualTo("open close:probe open ");
    assertThat(stand.state()).isEqualTo(ListenerState.LISTENING);
  }

  @Test
  void aSelfProbeThatSucceedsClearsTheSuspicion() {
    stand.run(0, 5_000, UP);
    stand.supervisor.probed(false, 1);
    stand.at(5_100, UP);
    stand.supervisor.probed(true, 1);
    stand.at(5_200, UP);

    assertThat(stand.state()).isEqualTo(ListenerState.LISTENING);
  }

  @Test
  void aSelfProbeOfAnEarlierGenerationSaysNothing() {
    stand.run(0, 5_000, UP);
    stand.supervisor.restart(5_000);
    stand.run(5_100, 6_000, UP);
    for (var i = 0; i < 5; i++) {
      stand.supervisor.probed(false, 1);
    }
    stand.run(6_100, 7_000, UP);

    assertThat(stand.acts).isEqualTo("open close:command open ");
  }

  @Test
  void aStartCountsOnlyOnceAVisitorWasAnswered() {
    stand.visited = true;
    stand.run(0, 5_000, UP);
    assertThat(stand.state()).isEqualTo(ListenerState.STARTING);
    assertThat(stand.supervisor.gen()).isZero();

    stand.supervisor.probed(true, 1);
    stand.at(5_100, UP);
    assertThat(stand.acts).isEqualTo("open confirmed ");
    assertThat(stand.state()).isEqualTo(ListenerState.LISTENING);
    assertThat(stand.supervisor.gen()).isEqualTo(1);
  }

  @Test
  void aStartThatAnswersNobodyIsTriedAnewAndNeverCounts() {
    stand.visited = true;
    stand.run(0, 1_600, UP);
    for (var i = 0; i < Supervisor.FAILED_PROBES; i++) {
      stand.supervisor.probed(false, 1);
    }
    stand.run(1_700, 1_900, UP);
    assertThat(stand.acts).isEqualTo("open close:probe open ");

    stand.supervisor.probed(true, 1);
    stand.run(2_000, 3_000, UP);
    assertThat(stand.supervisor.gen()).as("that was the one before").isZero();
  }

  @Test
  void aStartThatDiesBeforeItIsConfirmedIsTriedAnew() {
    stand.visited = true;
    stand.run(0, 1_600, UP);
    stand.alive = false;
    stand.run(1_700, 1_800, UP);

    assertThat(stand.acts).isEqualTo("open close:accept_error open ");
  }

  @Test
  void aCommandRestartsTheListenerAndIsRefusedWhereThereIsNone() {
    assertThat(stand.supervisor.restart(0)).isFalse();
    stand.run(0, 5_000, UP);

    assertThat(stand.supervisor.restart(5_000)).isTrue();
    stand.run(5_100, 5_300, UP);
    assertThat(stand.acts).isEqualTo("open close:command open ");

    stand.at(5_400, DOWN);
    assertThat(stand.supervisor.restart(5_400)).isFalse();
  }

  @Test
  void aCommandDoesNotWaitForTheBackOff() {
    stand.jammed = true;
    stand.run(0, 30_000, UP);
    stand.jammed = false;

    assertThat(stand.supervisor.restart(30_000)).isTrue();
    stand.at(30_100, UP);

    assertThat(stand.state()).isEqualTo(ListenerState.LISTENING);
  }

  @Test
  void nothingIsTriedBeforeTheBackOffIsOver() {
    stand.jammed = true;
    stand.run(0, 1_600, UP);
    assertThat(stand.opens).isEqualTo(1);

    stand.run(1_700, 2_500, UP);
    assertThat(stand.opens).isEqualTo(1);
    assertThat(stand.state()).isEqualTo(ListenerState.BACKOFF);

    stand.run(2_600, 2_900, UP);
    assertThat(stand.opens).isEqualTo(2);
  }

  @Test
  void theNetworkIsBouncedAfterSixFailuresAndOnlyOnce() {
    stand.jammed = true;
    stand.run(0, 200_000, UP);

    assertThat(stand.acts).containsOnlyOnce("bounce");
    assertThat(stand.acts.substring(0, stand.acts.indexOf("bounce")))
        .isEqualTo("open ".repeat(Supervisor.BOUNCE_AFTER));
  }

  @Test
  void theDeviceIsRestartedWhenThatDidNotHelpButNotInItsFirstTenMinutes() {
    stand.jammed = true;
    stand.run(0, Supervisor.RESTART_NOT_BEFORE_MS - 100, UP);
    assertThat(stand.acts).doesNotContain("restart");

    stand.run(Supervisor.RESTART_NOT_BEFORE_MS, Supervisor.RESTART_NOT_BEFORE_MS + 73_000, UP);
    assertThat(stand.acts).contains("restart");
  }

  @Test
  void whatIsNotAllowedIsNotDone() {
    var timid = new Stand(new Supervisor.Powers(false, false), 0);
    timid.jammed = true;
    timid.run(0, 1_000_000, UP);

    assertThat(timid.acts).doesNotContain("bounce", "restart");
  }

  @Test
  void aListenerThatStayedForAMinuteIsForgivenAndOneThatDidNotIsNot() {
    stand.run(0, 1_600, UP);
    die(20_000);
    assertThat(stand.supervisor.strikes()).isEqualTo(1);
    stand.run(20_200, 80_000, UP);
    assertThat(stand.supervisor.strikes()).isEqualTo(1);
    stand.at(80_100, UP);
    assertThat(stand.supervisor.strikes()).isZero();
  }

  @Test
  void aServerThatIsKeptClosedSaysSoUntilItsTimeComes() {
    var late = new Stand(new Supervisor.Powers(true, true), 30_000);
    late.run(0, 29_999, UP);
    assertThat(late.state()).isEqualTo(ListenerState.DISABLED);
    assertThat(late.supervisor.restart(29_999)).isFalse();

    late.run(30_000, 31_600, UP);
    assertThat(late.state()).isEqualTo(ListenerState.LISTENING);
  }

  private void die(long at) {
    stand.run(1_700, at - 100, UP);
    stand.alive = false;
    stand.at(at, UP);
    stand.at(at + 100, UP);
  }
}
