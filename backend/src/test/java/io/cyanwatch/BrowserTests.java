package io.cyanwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/// The pages in a real browser. A page that logs an error, or breaks its own content policy, fails.
@Tag("browser")
@CyanwatchTest
class BrowserTests {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Autowired Environment environment;

  private final String id = "browser-" + UUID.randomUUID().toString().substring(0, 8);
  private Api api;
  private ChromeDriver browser;

  @BeforeEach
  void open() throws Exception {
    api = new Api(environment);
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new java.io.File("/usr/bin/chromedriver"))
            .build();
    var wanted = new LoggingPreferences();
    wanted.enable(LogType.BROWSER, Level.ALL);
    var options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.setCapability("goog:loggingPrefs", wanted);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + Files.createTempDirectory("cyanwatch-browser"));
    browser = new ChromeDriver(service, options);
    browser.manage().window().setSize(new Dimension(1360, 1000));
  }

  @AfterEach
  void close() {
    try {
      assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
          .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
          .isEmpty();
    } finally {
      browser.quit();
    }
  }

  @Test
  void aWrongPasswordIsAnsweredInWords() {
    logIn("not-the-password");

    assertThat(find(".problem").getText()).contains("did not match");
  }

  @Test
  void theFleetsLightsChangeWithoutAReload() throws Exception {
    var password = api.register(id, Map.of("site", "lab"));
    logIn(CyanwatchTest.PASSWORD);
    assertThat(find("#said").getText()).isNotBlank();
    assertThat(light()).isNotEqualTo("breathing");
    browser.executeScript("window.sameDocument = true");

    try (var device = new RawDevice(id, password, mqttPort())) {
      device.birth("power_on").health(1, 1, 1);
      await().atMost(PATIENCE).until(() -> light().equals("breathing"));
    }

    assertThat(browser.executeScript("return window.sameDocument === true")).isEqualTo(true);
  }

  @Test
  void aDevicesPageDrawsItsLanesAndCurves() throws Exception {
    var password = api.register(id, Map.of("site", "lab"));
    try (var device = new RawDevice(id, password, mqttPort())) {
      device.birth("panic").health(1, 1, 1).health(1, 1, 2);
      await()
          .atMost(PATIENCE)
          .until(() -> api.get("/api/v1/devices/" + id).text().contains("rssi"));
      logIn(CyanwatchTest.PASSWORD);
      browser.get(base() + "/devices/" + id);

      await().atMost(PATIENCE).until(() -> count("[data-stage] rect.span") >= 4);
      assertThat(count("[data-stage] canvas")).isGreaterThanOrEqualTo(2);
      assertThat(count("[data-stage] .notch[data-reset=panic]")).isEqualTo(1);
    }
  }

  @Test
  void aRestartAskedForOnThePageShowsItsLifeToTheProof() throws Exception {
    try (var door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      var probe =
          Map.<String, Object>of("kind", "tcp", "host", "127.0.0.1", "port", door.getLocalPort());
      var password = api.register(id, Map.of("site", "lab", "probe", probe));
      try (var device = new RawDevice(id, password, mqttPort())) {
        device.birth("power_on").health(1, 1, 1);
        await()
            .atMost(PATIENCE)
            .until(() -> api.get("/api/v1/devices/" + id).text().contains("rssi"));
        logIn(CyanwatchTest.PASSWORD);
        browser.get(base() + "/devices/" + id);
        find("body").sendKeys("r");
        find("#restart [data-do]").click();

        var command = device.nextCommand().orElseThrow();
        device.says(
            "reply",
            "\"id\":\"%s\",\"status\":\"done\",\"result\":{\"gen_before\":1,\"gen_after\":2}"
                .formatted(command.id()));

        await()
            .atMost(PATIENCE)
            .until(() -> find("#restart .life").getText().contains("a probe from outside"));
        assertThat(find("#restart .life").getText()).contains("start 1 → 2");
      }
    }
  }

  @Test
  void darkAndLightAreOneClickApartAndRemembered() {
    logIn(CyanwatchTest.PASSWORD);
    var before = background();

    find("[data-theme-switch]").click();
    await().atMost(PATIENCE).until(() -> !background().equals(before));
    var switched = background();
    browser.navigate().refresh();

    assertThat(background()).isEqualTo(switched);
  }

  @Test
  void theKeyboardExplainsItself() {
    logIn(CyanwatchTest.PASSWORD);

    find("body").sendKeys("?");
    await().atMost(PATIENCE).until(() -> find("#help").isDisplayed());
    find("#help").sendKeys(Keys.ESCAPE);

    await().atMost(PATIENCE).until(() -> !find("#help").isDisplayed());
  }

  @Test
  void everyPageOfTheMenuIsThere() {
    logIn(CyanwatchTest.PASSWORD);

    for (var path : List.of("/", "/incidents", "/webhooks")) {
      browser.get(base() + path);
      assertThat(browser.findElements(By.cssSelector("main h1, main h2"))).as(path).isNotEmpty();
    }
  }

  private void logIn(String password) {
    browser.get(base() + "/login");
    find("#username").sendKeys("admin");
    find("#password").sendKeys(password, Keys.ENTER);
    await().atMost(PATIENCE).until(() -> count(".problem") + count("#said") > 0);
  }

  private String light() {
    return String.valueOf(find("[data-device='" + id + "'] .led").getDomAttribute("data-light"));
  }

  private String background() {
    return String.valueOf(
        browser.executeScript("return getComputedStyle(document.body).backgroundColor"));
  }

  private int count(String selector) {
    return browser.findElements(By.cssSelector(selector)).size();
  }

  private WebElement find(String selector) {
    return browser.findElement(By.cssSelector(selector));
  }

  private String base() {
    return "http://127.0.0.1:" + environment.getProperty("local.server.port");
  }

  private int mqttPort() {
    return environment.getRequiredProperty("cyanwatch.mqtt.port", Integer.class);
  }
}
