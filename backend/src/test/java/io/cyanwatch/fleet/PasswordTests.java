package io.cyanwatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Which passwords open a broker session, and until when.
@CyanwatchTest
class PasswordTests {
  @Autowired Fleet fleet;
  @Autowired JdbcClient jdbc;

  @Test
  void onlyItsOwnPasswordOpens() {
    var one = register("pw-1");
    var other = register("pw-2");

    assertThat(fleet.admits("pw-1", one)).isTrue();
    assertThat(fleet.admits("pw-1", other)).isFalse();
    assertThat(fleet.admits("pw-1", "")).isFalse();
    assertThat(fleet.admits("pw-nobody", one)).isFalse();
    assertThat(fleet.admits("pw-1\u0000", one)).isFalse();
  }

  @Test
  void theOldOneWorksUntilTheNewOneIsUsed() {
    var old = register("pw-3");
    fleet.admits("pw-3", old);

    var fresh = fleet.rotate("pw-3").password();

    assertThat(fleet.admits("pw-3", old)).isTrue();
    assertThat(fleet.admits("pw-3", old)).isTrue();
    assertThat(fleet.admits("pw-3", fresh)).isTrue();
    assertThat(fleet.admits("pw-3", old)).isFalse();
    assertThat(fleet.admits("pw-3", fresh)).isTrue();
  }

  @Test
  void anotherRotationReplacesTheUnusedOneAndKeepsTheOneInUse() {
    var used = register("pw-4");
    fleet.admits("pw-4", used);
    var unused = fleet.rotate("pw-4").password();
    var fresh = fleet.rotate("pw-4").password();

    assertThat(fleet.admits("pw-4", unused)).isFalse();
    assertThat(fleet.admits("pw-4", used)).isTrue();
    assertThat(valid("pw-4")).isEqualTo(2);
    assertThat(fleet.admits("pw-4", fresh)).isTrue();
    assertThat(valid("pw-4")).isEqualTo(1);
  }

  @Test
  void theFirstUseOfTheOlderOneEndsNothing() {
    var old = register("pw-5");
    var fresh = fleet.rotate("pw-5").password();

    assertThat(fleet.admits("pw-5", old)).isTrue();
    assertThat(fleet.admits("pw-5", fresh)).isTrue();
    assertThat(fleet.admits("pw-5", old)).isFalse();
  }

  @Test
  void noPasswordIsStored() {
    var password = register("pw-6");

    assertThat(jdbc.sql("select row(c.*)::text from fleet.credential c").query(String.class).list())
        .noneMatch(row -> row.contains(password));
  }

  private String register(String id) {
    return fleet.register(new Fleet.Registration(id, null, null, List.of(), null)).password();
  }

  private int valid(String id) {
    return jdbc.sql(
            """
            select count(*) from fleet.credential c join fleet.device d on d.nr = c.device
            where d.id = ?
            """)
        .param(id)
        .query(Integer.class)
        .single();
  }
}
