package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.detection.UplinkRule.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UplinkRuleTests {
  private final UplinkRule rule = new UplinkRule(3, 0.5, Duration.ofMinutes(2), 0.8);

  @Test
  void threeOfSixWithinTheWindowAreAnOutage() {
    assertThat(judge(6, 0, 60, 120)).isInstanceOf(Verdict.Fault.class);
  }

  @Test
  void oneJustOutsideTheWindowDoesNotCount() {
    assertThat(judge(6, 0, 60, 121)).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void threeOfSevenAreNotHalf() {
    assertThat(judge(7, 0, 1, 2)).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void twoOfTwoAreTooFew() {
    assertThat(judge(2, 0, 1)).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void itIsOverWhenFourOfFiveAreBack() {
    assertThat(judge(5, 0)).isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void andNotBefore() {
    assertThat(judge(9, 0, 1)).isInstanceOf(Verdict.Unsure.class);
  }

  @Test
  void theLaterBurstIsFoundBehindAnOldLoss() {
    assertThat(judge(6, 0, 1000, 1010, 1020)).isInstanceOf(Verdict.Fault.class);
  }

  private Verdict judge(int all, int... lostAt) {
    List<Member> members = new ArrayList<>();
    for (var i = 0; i < all; i++) {
      var at = i < lostAt.length ? Instant.EPOCH.plusSeconds(lostAt[i]) : null;
      members.add(new Member("device-" + i, at));
    }
    return rule.judge("hall-ap-1", members);
  }
}
