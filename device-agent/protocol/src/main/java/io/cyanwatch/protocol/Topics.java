package io.cyanwatch.protocol;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Topic names, `cw/1/<device>/up|dn/<channel>`. The id in the topic is the identity.
public final class Topics {
  /// Everything that any device says.
  public static final String ALL_UP = "cw/1/+/up/+";

  private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern UP = Pattern.compile("cw/1/([A-Za-z0-9_-]{1,64})/up/([a-z]{1,16})");

  private Topics() {}

  /// Where a device speaks.
  public enum Channel {
    BIRTH,
    HEALTH,
    EVENT,
    WILL,
    BYE,
    REPLY,
    PROBE;

    /// The last part of the topic, which is also the name of what is said there.
    public String segment() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Where `message` is published.
    public static Channel of(Message message) {
      return switch (message) {
        case Birth _ -> BIRTH;
        case Health _ -> HEALTH;
        case Event _ -> EVENT;
        case Will _ -> WILL;
        case Bye _ -> BYE;
        case Reply _ -> REPLY;
        case Probe _ -> PROBE;
      };
    }
  }

  /// A device's topic, read.
  public record Up(String device, Channel channel) {}

  /// Empty when no device may speak on this topic.
  public static Optional<Up> parse(String topic) {
    var matcher = UP.matcher(topic);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    for (var channel : Channel.values()) {
      if (channel.segment().equals(matcher.group(2))) {
        return Optional.of(new Up(matcher.group(1), channel));
      }
    }
    return Optional.empty();
  }

  public static boolean isDeviceId(String id) {
    return DEVICE.matcher(id).matches();
  }

  public static String up(String device, Channel channel) {
    return "cw/1/" + device + "/up/" + channel.segment();
  }

  public static String command(String device) {
    return "cw/1/" + device + "/dn/command";
  }

  public static String ack(String device) {
    return "cw/1/" + device + "/dn/ack";
  }

  /// What a device subscribes to.
  public static String allDown(String device) {
    return "cw/1/" + device + "/dn/#";
  }
}
