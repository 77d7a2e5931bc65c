package io.cyanwatch.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.detection.PresenceChanged;
import io.cyanwatch.fleet.DeviceRef;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@DashboardTest
@Tag("browser")
class FleetBrowserTests {
  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;
  @Autowired ApplicationEventPublisher events;
  @Autowired Clock clock;
  @TempDir Path profile;

  private Browser browser;

  @BeforeEach
  void open() {
    browser = new Browser(port, profile);
  }

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void aStrangerIsShownTheDoorAndAWrongPasswordIsSaidSo() {
    browser.go("/");
    assertThat(browser.path()).startsWith("/login");

    browser.find("#username").sendKeys("admin");
    browser.find("#password").sendKeys("wrong\n");

    browser.awaitText(".problem", "That did not match.");
    assertThat(browser.run("return document.querySelector('details p').textContent").toString())
        .contains("printed it once");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theFleetOpensWithASentenceAndTwelveLights() {
    browser.logIn();
    browser.go("/");

    assertThat(browser.all(".dot .led")).hasSize(12);
    assertThat(browser.text(".sentence"))
        .startsWith("5 of 12 breathe cyan. Access point …00:01:02 in hall lost its uplink")
        .contains("4 devices are behind it, none is broken.", "lab-3 restarts in a loop.");
    assertThat(browser.all("#incidents > ul > li")).hasSize(4);
    assertThat(browser.find(".dot[data-device=hall-5]").getDomAttribute("aria-label"))
        .isEqualTo("hall-5, offline");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aLightChangesWithoutAReload() {
    browser.logIn();
    browser.go("/");
    browser.awaitAny("html[data-live=yes]");
    browser.run("window.stayed = 'here'");

    become("hall-1", "offline");

    browser.awaitAny(".dot[data-device=hall-1] .led[data-light=offline]");
    browser.awaitText(".sentence", "4 of 12 breathe cyan.");
    assertThat(browser.run("return window.stayed")).isEqualTo("here");
    become("hall-1", "online");
    browser.awaitAny(".dot[data-device=hall-1] .led[data-light=breathing]");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aCountFiltersAndTheUrlRemembersIt() {
    browser.logIn();
    browser.go("/");

    browser.find("[data-show=offline]").click();

    await().until(() -> browser.all(".dot.dim").size() == 8);
    assertThat(browser.path()).isEqualTo("/?show=offline");
    browser.go("/?show=offline&q=6");
    await().until(() -> browser.all(".dot.dim").size() == 11);
  }

  @Test
  void theThemeFollowsTheSystemUntilSomebodyChooses() {
    browser.prefers("dark");
    browser.logIn();
    browser.go("/");
    assertThat(lightness()).isLessThan(0.3);

    browser.find("[data-theme-switch]").click();

    assertThat(lightness()).isGreaterThan(0.9);
    browser.go("/incidents");
    assertThat(lightness()).isGreaterThan(0.9);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theKeysAreToldAndThePagesFitANarrowScreen() {
    browser.logIn();
    browser.width(400);
    for (var path : new String[] {"/", "/devices/hall-3", "/incidents", "/webhooks"}) {
      browser.go(path);
      assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
          .as(path)
          .isEqualTo("true");
    }

    browser.press("?");

    browser.awaitAny("#help[open]");
    assertThat(browser.text("#help")).contains("restart the device's listener");
  }

  @Test
  void aDeviceIsRegisteredAndItsPasswordShownOnce() {
    browser.logIn();
    browser.go("/");
    browser.find("[data-open=register]").click();
    browser.find("#new-id").sendKeys("fresh-1");

    browser.find("#register button[type=submit]").click();

    browser.awaitText("[data-birth]", "mosquitto_pub");
    assertThat(browser.text("[data-credentials]")).startsWith("fresh-1\n");
    browser.find("#register [data-registered] [data-close]").click();
    browser.awaitAny(".dot[data-device=fresh-1] .led[data-light=unknown]");
    jdbc.sql("delete from fleet.device where id = 'fresh-1'").update();
    assertThat(browser.complaints()).isEmpty();
  }

  private double lightness() {
    var colour = browser.run("return getComputedStyle(document.body).backgroundColor").toString();
    return Double.parseDouble(colour.substring("oklch(".length(), colour.indexOf(' ')));
  }

  private void become(String id, String presence) {
    transaction.executeWithoutResult(
        _ -> {
          var nr =
              jdbc.sql(
                      """
                      update detection.device set presence = :presence where device_id = :id
                      returning device
                      """)
                  .param("presence", presence)
                  .param("id", id)
                  .query(Long.class)
                  .single();
          events.publishEvent(
              new PresenceChanged(
                  new DeviceRef(nr, id, "hall"),
                  presence,
                  "cloud_connected",
                  "listening",
                  clock.instant()));
        });
  }
}
