package io.cyanwatch.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// How we say it: durations, kinds, resets. Templates call it `@words`.
@Component("words")
class Words {
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("offline", "Offline"),
          Map.entry("reboot_loop", "Reboot loop"),
          Map.entry("dead_listener", "Dead listener"),
          Map.entry("listener_suspect", "Listener suspect"),
          Map.entry("uplink_lost", "Uplink lost"),
          Map.entry("site_outage", "Site outage"),
          Map.entry("flapping", "Flapping"),
          Map.entry("socket_exhaustion", "Out of sockets"),
          Map.entry("memory_low", "Memory low"),
          Map.entry("cloud_only", "Cloud lost, MQTT up"),
          Map.entry("firmware_regression", "Firmware regression"),
          Map.entry("clone_suspected", "Clone suspected"),
          Map.entry("time_implausible", "Implausible time"),
          Map.entry("backend_unwatched", "We were not watching"));

  private static final Map<String, String> RESETS =
      Map.ofEntries(
          Map.entry("power_on", "power came on"),
          Map.entry("pin", "its reset pin was pulled"),
          Map.entry("user", "its own program asked for it"),
          Map.entry("command", "it was told to restart"),
          Map.entry("update", "it took an update"),
          Map.entry("low_power", "it woke from deep sleep"),
          Map.entry("brownout", "its supply voltage sagged"),
          Map.entry("hw_watchdog", "its hardware watchdog bit"),
          Map.entry("task_watchdog", "a task starved its watchdog"),
          Map.entry("panic", "it crashed"),
          Map.entry("oom", "it ran out of memory"),
          Map.entry("lockup", "its processor locked up"),
          Map.entry("safe_mode", "it fell into safe mode"),
          Map.entry("debug", "a debugger reset it"),
          Map.entry("unknown", "it does not know why"));

  /// What a panic's blinks mean.
  private static final Map<Integer, String> SOS =
      Map.ofEntries(
          Map.entry(1, "hard fault"),
          Map.entry(2, "non-maskable interrupt"),
          Map.entry(3, "memory fault"),
          Map.entry(4, "bus fault"),
          Map.entry(5, "usage fault"),
          Map.entry(6, "invalid length"),
          Map.entry(7, "its program exited"),
          Map.entry(8, "out of heap"),
          Map.entry(9, "SPI overrun"),
          Map.entry(10, "an assertion failed"),
          Map.entry(11, "invalid case"),
          Map.entry(12, "pure virtual call"),
          Map.entry(13, "stack overflow"),
          Map.entry(14, "heap error"),
          Map.entry(15, "secure fault"));

  /// `dead_listener` as people say it.
  public static String kind(String kind) {
    return KINDS.getOrDefault(kind, sentenceCase(kind));
  }

  /// Where the cure is written down.
  public static String runbook(String kind) {
    return "/runbooks/" + kind;
  }

  /// Why a boot began, as a clause.
  public static String reset(@Nullable String reset, @Nullable Long data) {
    if (reset == null) {
      return "it did not say why";
    }
    var why = RESETS.getOrDefault(reset, sentenceCase(reset));
    var sos = data == null ? null : SOS.get(data.intValue());
    return reset.equals("panic") && sos != null ? why + " (" + sos + ")" : why;
  }

  /// One number and its unit, or two where the first is small: `40 s`, `3 h 12 min`.
  public static String duration(Duration duration) {
    var seconds = Math.max(0, duration.toSeconds());
    if (seconds < 90) {
      return seconds + " s";
    }
    if (seconds < 90 * 60) {
      return Math.round(seconds / 60.0) + " min";
    }
    if (seconds < 36 * 3600) {
      return twoUnits(duration.toHours(), " h", duration.toMinutesPart(), " min");
    }
    return twoUnits(duration.toDays(), " d", duration.toHoursPart(), " h");
  }

  public static String ago(Instant then, Instant now) {
    return duration(Duration.between(then, now));
  }

  public static String seconds(Number seconds) {
    return duration(Duration.ofSeconds(seconds.longValue()));
  }

  private static String twoUnits(long big, String bigUnit, int small, String smallUnit) {
    return big < 10 && small > 0 ? big + bigUnit + " " + small + smallUnit : big + bigUnit;
  }

  /// An access point's hardware address is long and its vendor half says nothing: its end does.
  public static String accessPoint(String address) {
    return address.matches("(?i)([0-9a-f]{2}:){5}[0-9a-f]{2}")
        ? "…" + address.substring(9)
        : subject(address);
  }

  /// What an incident is about. Where devices name no access point, `detection` groups them by
  /// `gw:10.0.0.1@site`, `gw:10.0.0.1@203.0.113.7` or `ip:203.0.113.7`: an address tells which of
  /// many equal gateways, a site stands beside it anyway.
  public static String subject(String subject) {
    if (subject.startsWith("ip:")) {
      return "public address " + subject.substring(3);
    }
    if (!subject.startsWith("gw:")) {
      return subject;
    }
    var at = subject.indexOf('@') < 0 ? subject.length() : subject.indexOf('@');
    var house = subject.substring(Math.min(at + 1, subject.length()));
    return "gateway "
        + subject.substring(3, at)
        + (house.matches("[0-9]+(\\.[0-9]+){3}|.*:.*") ? " behind " + house : "");
  }

  /// `deviceos 0.6.0` as its maker writes it.
  public static String os(String os) {
    return os.startsWith("deviceos") ? "Device OS" + os.substring("deviceos".length()) : os;
  }

  /// `listener_suspect` → `Listener suspect`.
  public static String sentenceCase(String key) {
    var words = key.replace('_', ' ').strip();
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /// `2,622`.
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
