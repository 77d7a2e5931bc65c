package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.detection.UplinkRule.Gone;
import io.cyanwatch.detection.UplinkRule.Group;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UplinkRuleTests {
  private final UplinkRule rule =
      new UplinkRule("uplink_lost", 3, 0.5, Duration.ofMinutes(2), 0.8, 1);
  private final UplinkRule site =
      new UplinkRule("site_outage", 3, 0.5, Duration.ofMinutes(2), 0.8, 2);

  @Test
  void threeOfSixWithinTheWindowAreAnOutage() {
    assertThat(judge(6, 0, 60, 120)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void oneJustOutsideTheWindowDoesNotCount() {
    assertThat(judge(6, 0, 60, 121)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void threeOfSevenAreNotHalf() {
    assertThat(judge(7, 0, 1, 2)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void twoOfTwoAreTooFew() {
    assertThat(judge(2, 0, 1)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void itIsOverWhenFourOfFiveAreBack() {
    assertThat(rule.judge(new Group("hall", here(4), gone("a", 0), names(5))))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void andNotBefore() {
    assertThat(rule.judge(new Group("hall", here(3), gone("a", 0, 1), names(5))))
        .isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void thoseWhoAreGoneForLongAreNotAskedWhetherTheyAreBack() {
    var gone = new ArrayList<>(gone("a", 0));
    gone.addAll(gone("old", -90_000, -80_000, -70_000));

    assertThat(rule.judge(new Group("hall", here(4), gone, names(5))))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void thoseWhoAreGoneForLongDoNotHideAnOutage() {
    var gone = new ArrayList<>(gone("old", -90_000, -80_000, -70_000, -60_000, -50_000));
    gone.addAll(gone("a", 0, 1, 2));

    assertThat(rule.judge(new Group("hall", here(2), gone, Set.of())))
        .isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void theLaterBurstIsFoundBehindAnOldLoss() {
    assertThat(judge(6, 0, 1000, 1010, 1020)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void oneAccessPointIsNotASite() {
    assertThat(site.judge(new Group("hall", here(0), gone("a", 0, 1, 2, 3), Set.of())))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void twoAccessPointsAreHoweverManyOthersThereAre() {
    var gone = new ArrayList<>(gone("a", 0, 1));
    gone.addAll(gone("b", 2, 3));

    assertThat(site.judge(new Group("hall", Map.of("c", 500, "d", 7), gone, Set.of())))
        .isInstanceOfSatisfying(
            Verdict.Fault.class,
            fault -> assertThat(fault.summary()).contains("lost 2 of its 4 access points"));
  }

  @Test
  void twoAccessPointsThatGoMinutesApartAreNoSite() {
    var gone = new ArrayList<>(gone("a", 0, 1));
    gone.addAll(gone("b", 122, 123));

    assertThat(site.judge(new Group("hall", Map.of(), gone, Set.of())))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void anAccessPointThatLostLessThanHalfIsNotDark() {
    var gone = new ArrayList<>(gone("a", 0, 1, 2, 3, 4, 5));
    gone.addAll(gone("b", 2, 3));

    assertThat(site.judge(new Group("hall", Map.of("b", 2), gone, Set.of())))
        .isInstanceOf(Verdict.Fault.class);
    assertThat(site.judge(new Group("hall", Map.of("b", 3), gone, Set.of())))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void theEvidenceDoesNotDependOnTheOrderOfTheMembers() {
    var gone = new ArrayList<>(gone("a", 0, 1, 2, 3));
    var first = rule.judge(new Group("hall", here(0), gone, Set.of()));

    assertThat(rule.judge(new Group("hall", here(0), gone.reversed(), Set.of()))).isEqualTo(first);
  }

  @Test
  void whoLostTheCloudAloneIsStillHeard() {
    var fault = heard(3);

    assertThat(DeviceRulesTests.signature(fault)).isEqualTo("F7");
    assertThat(fault.summary())
        .isEqualTo(
            "3 of the 4 devices of hall lost their vendor's cloud at once; all of them are still"
                + " heard here.");
    assertThat(String.valueOf(fault.evidence())).contains("still_heard=3", "on this side");
  }

  @Test
  void oneThatIsGoneAmongThemIsALostUplink() {
    var fault = heard(2);

    assertThat(DeviceRulesTests.signature(fault)).isEqualTo("F9");
    assertThat(fault.summary()).startsWith("hall lost its uplink: 3 of the 4 devices");
    assertThat(String.valueOf(fault.evidence()))
        .contains("still_heard=2")
        .doesNotContain("came back");
  }

  @Test
  void theFirstTwentyAreListedWithWhenTheyWent() {
    var all = IntStream.range(0, 25).toArray();
    var fault = (Verdict.Fault) rule.judge(new Group("hall", here(0), gone("a", all), Set.of()));

    var facts = (Map<?, ?>) Objects.requireNonNull(fault.evidence().get("facts"));
    assertThat((List<?>) facts.get("lost")).hasSize(25);
    assertThat((List<?>) facts.get("went"))
        .hasSize(20)
        .first()
        .isEqualTo(Map.of("at", "1970-01-12T13:46:40Z", "device", "device-a-0"));
  }

  /// Three went, and so many of them lost their cloud alone.
  private Verdict.Fault heard(int count) {
    var gone = new ArrayList<Gone>();
    for (var one : gone("a", 0, 1, 2)) {
      gone.add(new Gone(one.id(), "a", one.lostAt(), gone.size() < count));
    }
    return (Verdict.Fault) rule.judge(new Group("hall", here(1), gone, Set.of()));
  }

  private Verdict judge(int all, int... lostAt) {
    return rule.judge(new Group("hall", here(all - lostAt.length), gone("a", lostAt), Set.of()));
  }

  private static Map<String, Integer> here(int devices) {
    return Map.of("a", devices);
  }

  private static List<Gone> gone(String accessPoint, int... lostAt) {
    List<Gone> gone = new ArrayList<>();
    for (var i = 0; i < lostAt.length; i++) {
      var at = Instant.EPOCH.plusSeconds(1_000_000 + lostAt[i]);
      gone.add(new Gone("device-" + accessPoint + "-" + i, accessPoint, at, false));
    }
    return gone;
  }

  private static Set<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "device-a-" + i).collect(Collectors.toSet());
  }
}
