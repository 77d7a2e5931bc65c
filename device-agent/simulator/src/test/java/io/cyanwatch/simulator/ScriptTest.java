package io.cyanwatch.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.simulator.Script.Act;
import io.cyanwatch.simulator.device.Profile;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptTest {
  private static final List<Profile> CAST = Cast.profiles();

  @Test
  void aRoundHasALoopADeadListenerAndAnOutageInThatOrder() {
    var acts = rounds(1).getFirst();

    assertThat(acts)
        .extracting(it -> (Object) it.getClass())
        .containsExactly(
            Act.RebootLoop.class,
            Act.DropWifi.class,
            Act.CutUplink.class,
            Act.RestoreUplink.class,
            Act.Mend.class);
  }

  @Test
  void nothingIsDueBeforeItsTimeAndNothingTwice() {
    var script = new Script(CAST, 1, 0);

    assertThat(script.due(7_999)).isEmpty();
    assertThat(script.due(8_000)).hasSize(1);
    assertThat(script.due(8_000)).isEmpty();
    assertThat(script.due(Script.ROUND_MS - 1)).hasSize(4);
  }

  @Test
  void theFaultsOfOneRoundDoNotHideEachOther() {
    for (var acts : rounds(30)) {
      var looping = profile(((Act.RebootLoop) acts.get(0)).device());
      var deaf = profile(((Act.DropWifi) acts.get(1)).device());
      var cut = ((Act.CutUplink) acts.get(2)).point();

      assertThat(looping).isNotEqualTo(deaf);
      assertThat(List.of(looping.ap(), deaf.ap())).doesNotContain(cut);
      assertThat(((Act.RestoreUplink) acts.get(3)).point()).isEqualTo(cut);
      assertThat(deaf.firmware().os()).startsWith("deviceos 0.6.");
    }
  }

  @Test
  void eachRoundTakesOtherVictims() {
    var rounds = rounds(6);

    var looping = rounds.stream().map(it -> ((Act.RebootLoop) it.get(0)).device());
    assertThat(looping).doesNotHaveDuplicates();
    var deaf = rounds.stream().map(it -> ((Act.DropWifi) it.get(1)).device());
    assertThat(deaf).doesNotHaveDuplicates();
    var cut = rounds.stream().map(it -> ((Act.CutUplink) it.get(2)).point());
    assertThat(cut.collect(Collectors.toSet())).hasSizeGreaterThan(1);
  }

  @Test
  void theSameSeedTellsTheSameStory() {
    assertThat(rounds(5)).isEqualTo(rounds(5));
  }

  @Test
  void afterALongSleepTheStoryGoesOnWithOneRound() {
    var script = new Script(CAST, 1, 0);

    assertThat(script.due(100 * Script.ROUND_MS)).hasSize(5);
    assertThat(script.due(100 * Script.ROUND_MS)).isEmpty();
  }

  @Test
  void theCastIsTwelveDevicesFourBehindEachAccessPointOnAddressesOfTheirOwn() {
    assertThat(CAST).hasSize(12);
    assertThat(CAST.stream().collect(Collectors.groupingBy(Profile::ap, Collectors.counting())))
        .hasSize(3)
        .allSatisfy((_, count) -> assertThat(count).isEqualTo(4));
    assertThat(new HashSet<>(CAST.stream().map(Profile::listener).toList())).hasSize(12);
    assertThat(new HashSet<>(CAST.stream().map(Profile::mac).toList())).hasSize(12);
    assertThat(CAST).allMatch(it -> it.listener().getAddress().isLoopbackAddress());
  }

  private static List<List<Act>> rounds(int count) {
    var script = new Script(CAST, 1, 0);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              var acts = script.due((i + 1) * Script.ROUND_MS - 1);
              script.due((i + 1) * Script.ROUND_MS);
              return acts;
            })
        .toList();
  }

  private static Profile profile(String id) {
    return CAST.stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }
}
