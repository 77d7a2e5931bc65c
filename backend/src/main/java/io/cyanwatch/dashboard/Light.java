package io.cyanwatch.dashboard;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a device's own LED shows, or what we lay over it where the LED would lie.
enum Light {
  LOOP("reboot loop"),
  UNKNOWN("has never reported"),
  OFFLINE("offline"),
  DEAD("deaf: online, but its server takes no connection"),
  SUSPECT("its server may be deaf"),
  PANIC("panic, red"),
  SAFE("safe mode, magenta"),
  UPDATING("updating, magenta"),
  SETUP("listening mode, blue"),
  DFU("firmware loader, yellow"),
  OFF("its network is off, white"),
  RADIO("its network is on, blue"),
  NETWORK("looking for WiFi, green"),
  DHCP("asking for an address, fast green"),
  JOINED("on the network, without its cloud, green"),
  CLOUD("looking for its cloud, cyan"),
  HANDSHAKE("shaking hands with its cloud, fast cyan"),
  BREATHING("breathing cyan");

  private final String label;

  Light(String label) {
    this.label = label;
  }

  /// @param looping whether a reboot loop is open
  static Light of(String presence, @Nullable String phase, String listener, boolean looping) {
    if (looping) {
      return LOOP;
    }
    return switch (presence) {
      case "online" -> online(phase == null ? "" : phase, listener);
      case "offline" -> OFFLINE;
      default -> UNKNOWN;
    };
  }

  private static Light online(String phase, String listener) {
    return switch (listener) {
      case "dead" -> DEAD;
      case "suspect" -> SUSPECT;
      default -> ofPhase(phase);
    };
  }

  /// A device that tells no phase, a Linux box for instance, breathes as long as it speaks.
  private static Light ofPhase(String phase) {
    return switch (phase) {
      case "panic" -> PANIC;
      case "safe_mode" -> SAFE;
      case "update" -> UPDATING;
      case "listening" -> SETUP;
      case "dfu" -> DFU;
      case "network_off" -> OFF;
      case "network_on" -> RADIO;
      case "network_connecting" -> NETWORK;
      case "network_dhcp" -> DHCP;
      case "network_connected" -> JOINED;
      case "cloud_connecting" -> CLOUD;
      case "cloud_handshake" -> HANDSHAKE;
      default -> BREATHING;
    };
  }

  /// The name that style sheets and scripts use.
  @JsonValue
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What it means, in words: colour never stands alone.
  public String label() {
    return label;
  }
}
