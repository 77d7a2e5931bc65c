package io.cyanwatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.access.Audit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// What several backends on one database know of each other's registrations.
@CyanwatchTest
class RegistryTests {
  @Autowired Fleet other;
  @Autowired Devices devices;
  @Autowired DeviceRows rows;
  @Autowired Passwords passwords;
  @Autowired Knocks knocks;
  @Autowired Audit audit;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  final List<Object> published = new ArrayList<>();

  @Test
  void resolvesTheRegisteredOnesOnly() {
    register("reg-1");

    var found = here(false).resolve(List.of("reg-1", "reg-nobody", "not/valid"));

    assertThat(found).containsOnlyKeys("reg-1");
    assertThat(published).isEmpty();
  }

  @Test
  void seesWhatAnotherRegistersAfterFiveSecondsAndNotBefore() {
    var here = here(false);
    assertThat(here.find("reg-2")).isEmpty();
    register("reg-2");

    pass(4_999);
    assertThat(here.find("reg-2")).isEmpty();

    pass(1);
    assertThat(here.find("reg-2")).isPresent();
  }

  @Test
  void seesWhatAnotherRemovesAfterFiveMinutesAndNotBefore() {
    var here = here(false);
    register("reg-3");
    assertThat(here.find("reg-3")).isPresent();
    jdbc.sql("delete from fleet.device where id = 'reg-3'").update();

    pass(299_999);
    assertThat(here.find("reg-3")).isPresent();

    pass(1);
    assertThat(here.find("reg-3")).isEmpty();
  }

  @Test
  void adoptsTheUnknownWhereThatIsAllowed() {
    var here = here(true);

    var found = here.resolve(List.of("reg-4", "reg-5", "reg-4", "not/valid"));

    assertThat(found).containsOnlyKeys("reg-4", "reg-5");
    assertThat(published)
        .extracting(it -> ((DeviceRegistered) it).device())
        .containsExactlyInAnyOrder(found.get("reg-4"), found.get("reg-5"));
    assertThat(here.resolve(List.of("reg-4"))).isEqualTo(Map.of("reg-4", found.get("reg-4")));
    assertThat(published).hasSize(2);
    assertThat(other.find("reg-4")).contains(found.get("reg-4"));
  }

  @Test
  void anAdoptionThatIsUndoneIsNotRemembered() {
    var here = here(true);
    transaction.executeWithoutResult(
        status -> {
          var first = here.resolve(List.of("reg-6"));
          assertThat(here.resolve(List.of("reg-6"))).isEqualTo(first);
          status.setRollbackOnly();
        });

    var again = here.resolve(List.of("reg-6"));

    assertThat(other.find("reg-6")).contains(again.get("reg-6"));
  }

  @Test
  void theAdoptedAreLetInWithoutAPasswordOnlyWhereAdoptionIsAllowed() {
    here(true).resolve(List.of("reg-7"));
    var password = other.register(registration("reg-8")).password();

    assertThat(here(true).admits("reg-7", "")).isTrue();
    assertThat(here(true).admits("reg-unheard-of", "")).isTrue();
    assertThat(here(true).admits("reg-8", "wrong")).isFalse();
    assertThat(here(true).admits("reg-8", password)).isTrue();
    assertThat(here(false).admits("reg-7", "")).isFalse();
    assertThat(here(false).admits("reg-unheard-of", "")).isFalse();
  }

  @Test
  void remembersNoMoreThanItsBound() {
    var known = new KnownDevices(Duration.ofHours(1), Duration.ofHours(1), 100);
    for (int i = 0; i < 10_000; i++) {
      known.unknown("flood-" + i, now.get());
    }

    assertThat(known.size()).isLessThanOrEqualTo(200);
    assertThat(known.recall("flood-9999", now.get())).isPresent();
  }

  private Registry here(boolean adoptUnknown) {
    InstantSource source = now::get;
    return new Registry(
        devices,
        rows,
        passwords,
        knocks,
        audit,
        published::add,
        transaction,
        source.withZone(ZoneOffset.UTC),
        new FleetProperties(adoptUnknown));
  }

  private void register(String id) {
    other.register(registration(id));
  }

  private static Fleet.Registration registration(String id) {
    return new Fleet.Registration(id, null, null, List.of(), null);
  }

  private void pass(long millis) {
    now.updateAndGet(it -> it.plusMillis(millis));
  }
}
