package io.cyanwatch.dashboard;

import static org.awaitility.Awaitility.await;

import io.cyanwatch.CyanwatchTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// A real browser in front of the running application.
public final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String BOX =
      """
      const it = arguments[0].getBoundingClientRect();
      return {x: it.left + scrollX - 12, y: it.top + scrollY - 12, width: it.width + 24,
        height: Math.min(it.height, arguments[1]) + 24, scale: 1};
      """;

  private final ChromeDriver driver;
  private final String base;

  public Browser(int port, Path profile) {
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    var options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--window-size=1280,1000",
        "--user-data-dir=" + profile);
    System.setProperty("webdriver.chrome.driver", "/usr/bin/chromedriver");
    this.driver = new ChromeDriver(options);
    this.base = "http://127.0.0.1:" + port;
  }

  public void logIn() {
    go("/login");
    find("#username").sendKeys("admin");
    find("#password").sendKeys(CyanwatchTest.PASSWORD, Keys.ENTER);
    await().atMost(PATIENCE).until(() -> !path().equals("/login"));
  }

  public void go(String path) {
    driver.get(base + path);
  }

  String path() {
    return driver.getCurrentUrl().substring(base.length());
  }

  WebElement find(String css) {
    await().atMost(PATIENCE).until(() -> !all(css).isEmpty());
    return all(css).getFirst();
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  String text(String css) {
    return find(css).getText();
  }

  /// Waits until what `css` finds first says `words`; pages replace their parts meanwhile.
  void awaitText(String css, String words) {
    await()
        .atMost(PATIENCE)
        .ignoreException(StaleElementReferenceException.class)
        .until(() -> text(css).contains(words));
  }

  public void awaitAny(String css) {
    find(css);
  }

  void press(CharSequence keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  Object run(String script) {
    return String.valueOf(driver.executeScript(script));
  }

  public void prefers(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  public void width(int pixels) {
    width(pixels, 1);
  }

  /// @param sharpness pixels of the screen for each of the page's
  public void width(int pixels, double sharpness) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", pixels, "height", 900, "deviceScaleFactor", sharpness, "mobile", false));
  }

  /// What the browser complained about since the last look: errors, and breaches of the policy.
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /// As a PNG, from the top left corner of what `css` finds first.
  ///
  /// @param height at most so much of it
  public byte[] picture(String css, int height) {
    var box = (Map<?, ?>) driver.executeScript(BOX, find(css), height);
    var answer =
        driver.executeCdpCommand(
            "Page.captureScreenshot",
            Map.of("format", "png", "captureBeyondViewport", true, "clip", box));
    return Base64.getDecoder().decode((String) answer.get("data"));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
