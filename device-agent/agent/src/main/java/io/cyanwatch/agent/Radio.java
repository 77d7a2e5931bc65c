package io.cyanwatch.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the system knows of the radio link: by `iw` where it is installed, else only the signal.
final class Radio {
  private static final Path WIRELESS = Path.of("/proc/net/wireless");
  private static final int MOST_TEXT = 32;

  private Radio() {}

  /// What is not known is null.
  ///
  /// @param rssi dBm
  record Signal(
      @Nullable String ssid,
      @Nullable String bssid,
      @Nullable Integer channel,
      @Nullable Integer rssi) {
    static final Signal NONE = new Signal(null, null, null, null);
  }

  /// Asks the system; takes a moment.
  static Signal of(String device) {
    var asked = Run.command(Duration.ofSeconds(3), "iw", "dev", device, "link");
    if (asked.code() == 0) {
      return parse(asked.output());
    }
    try {
      return new Signal(null, null, null, rssi(Files.readString(WIRELESS), device).orElse(null));
    } catch (IOException e) {
      return Signal.NONE;
    }
  }

  /// Reads the answer of `iw dev <device> link`.
  static Signal parse(String answer) {
    return new Signal(
        match(answer, "SSID: (.+)").map(Radio::clean).orElse(null),
        match(answer, "Connected to ([0-9a-fA-F:]{17})")
            .map(it -> it.toLowerCase(Locale.ROOT))
            .orElse(null),
        match(answer, "freq: ([0-9]+)").map(Integer::valueOf).flatMap(Radio::channel).orElse(null),
        match(answer, "signal: (-[0-9]+)").map(Integer::valueOf).orElse(null));
  }

  /// Reads `/proc/net/wireless`.
  static Optional<Integer> rssi(String table, String device) {
    return match(table, Pattern.quote(device) + ":\\s+[0-9a-f]+\\s+[0-9.]+\\s+(-[0-9]+)[. ]")
        .map(Integer::valueOf);
  }

  static Optional<Integer> channel(int mhz) {
    if (mhz == 2_484) {
      return Optional.of(14);
    }
    if (mhz >= 2_412 && mhz <= 2_472) {
      return Optional.of((mhz - 2_407) / 5);
    }
    if (mhz >= 5_955 && mhz <= 7_115) {
      return Optional.of((mhz - 5_950) / 5);
    }
    return mhz >= 5_160 && mhz <= 5_885 ? Optional.of((mhz - 5_000) / 5) : Optional.empty();
  }

  private static String clean(String ssid) {
    var text = ssid.strip().replaceAll("[\\p{Cntrl}\\x{FFFD}]", "?");
    return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
  }

  private static Optional<String> match(String text, String pattern) {
    var matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
