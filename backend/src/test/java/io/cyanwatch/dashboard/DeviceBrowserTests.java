package io.cyanwatch.dashboard;

import static io.cyanwatch.access.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.RawDevice;
import io.cyanwatch.access.Caller;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;

@DashboardTest
@Tag("browser")
class DeviceBrowserTests {
  @LocalServerPort int port;

  @Value("${cyanwatch.mqtt.port}")
  int mqttPort;

  @TempDir Path profile;

  private Browser browser;

  @BeforeEach
  void open() {
    browser = new Browser(port, profile);
    browser.logIn();
  }

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void theTimelineDrawsLanesCurvesAndSigns() {
    browser.go("/devices/hall-3");

    browser.awaitAny(".stage .span");
    browser.awaitAny(".curve canvas");
    assertThat(browser.all(".curve canvas")).hasSize(3);
    assertThat(browser.all(".stage .lane-name")).hasSize(4);
    assertThat(browser.all(".stage .span[data-tone=bad]")).hasSize(1);
    assertThat(browser.all(".stage .span[data-tone=warn]")).hasSize(2);
    assertThat(browser.all(".stage .band")).hasSize(1);
    assertThat(browser.all(".stage .sign")).hasSizeGreaterThanOrEqualTo(6);
    assertThat(browser.text(".sentence")).contains("Listening again since", "answered a probe.");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theLargestBlockIsDrawnBesideWhatIsFree() {
    browser.go("/devices/hall-3");

    browser.awaitText(".curve-legend", "free");
    browser.awaitText(".curve-legend", "largest block");
    assertThat(browser.all(".curve-legend i")).hasSize(2);
    assertThat(browser.all(".curve-legend i.dashed")).hasSize(1);
    browser.awaitText("[data-readout]", "largest block");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatAnOutageExplainsHasNoBandOfItsOwn() {
    browser.go("/devices/hall-5");

    browser.awaitAny(".stage .band");
    assertThat(browser.all(".stage .band")).hasSize(1);
    assertThat(browser.all(".stage .bandline")).hasSize(2);
  }

  @Test
  void lanesAndCurvesShareOneAxis() {
    browser.go("/devices/hall-3");
    browser.awaitAny(".curve canvas");

    var edges =
        browser.run(
            """
            const stage = document.querySelector('.stage').getBoundingClientRect();
            const over = document.querySelector('.curve .u-over').getBoundingClientRect();
            const clip = document.querySelector('#inside rect');
            return [over.left - stage.left - 1, over.right - stage.left - 1].map(Math.round).join() + ' '
              + [clip.getAttribute('x'), +clip.getAttribute('x') + +clip.getAttribute('width')].map(Math.round).join();
            """);

    var curve = edges.toString().substring(0, edges.toString().indexOf(' '));
    assertThat(edges).isEqualTo(curve + " " + curve);
  }

  @Test
  void keysPanZoomAndStepThroughWhatHappened() {
    browser.go("/devices/hall-3");
    browser.awaitAny(".stage .span");

    browser.press(Keys.ARROW_LEFT);
    await().until(() -> browser.find("[data-now]").isDisplayed());
    browser.press("n");
    await().until(() -> !browser.find("[data-now]").isDisplayed());
    browser.press("-");
    await().until(() -> browser.all("[data-range][aria-pressed=true]").isEmpty());
    browser.press("]");
    await().until(() -> browser.find(".opened").isDisplayed());
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aBootIsANotchInTheColourOfItsReset() {
    browser.go("/devices/lab-3");

    browser.awaitAny(".stage .notch[data-reset=panic]");
    assertThat(browser.all(".stage .notch[data-reset=panic]")).hasSize(3);
    assertThat(browser.all(".stage .notch[data-reset=brownout]")).hasSize(1);
    assertThat(browser.text(".sentence")).startsWith("Restarted 4 times in 18 min");
  }

  @Test
  void restartingAListenerShowsTheLifeOfTheCommand() throws Exception {
    try (var door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var device = new RawDevice("alive-1", register(door.getLocalPort()), mqttPort)) {
      device.birth("power_on").health(1, 1, 5);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> json(api().get("/api/v1/devices/alive-1")).at("/state").asString(),
              "online"::equals);
      browser.go("/devices/alive-1");
      browser.awaitAny(".stage .span");

      browser.press("r");
      browser.awaitText("#restart", "Only an answer counts as success.");
      browser.find("#restart [data-do]").click();

      var command = device.nextCommand().orElseThrow();
      browser.awaitText(".life", "sent");
      device.says("reply", "\"id\":\"%s\",\"status\":\"accepted\"".formatted(command.id()));
      device.says(
          "reply",
          "\"id\":\"%s\",\"status\":\"done\",\"result\":{\"gen_before\":1,\"gen_after\":2}"
              .formatted(command.id()));
      device.health(1, 2, 5);
      browser.awaitText(".life", "a probe from outside got through");
      assertThat(browser.all(".life li[data-done]")).hasSize(5);
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void anIncidentIsAcknowledgedAgainstTheVersionThatWasRead() {
    browser.go("/incidents/01930000-0000-7000-8000-000000000005");
    assertThat(browser.text("h1")).startsWith("Nobody has connected for 41 min");

    browser.press("a");

    browser.awaitText("#about .tag", "acknowledged");
    browser.awaitText("#history", "Acknowledged by admin");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatIsNotThereIsSaidKindly() {
    browser.go("/devices/nobody");

    assertThat(browser.text("h1")).isEqualTo("There is nothing here");
  }

  private String register(int probePort) {
    var answer =
        api()
            .post(
                "/api/v1/devices",
                """
                {"id":"alive-1","site":"lab","probe":{"kind":"tcp","host":"127.0.0.1","port":%d}}
                """
                    .formatted(probePort));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer).at("/mqtt/password").asString();
  }

  private Caller api() {
    return Caller.bearing(port, CyanwatchTest.TOKEN);
  }
}
