package io.cyanwatch.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Topic names, `cw/1/<device>/up|dn/<channel>`. The id in the topic is the identity.
public final class Topics {
  /// Everything that any device says.
  public static final String ALL_UP = "cw/1/+/up/+";

  private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final String ROOT = "cw/1/";
  private static final String UP = "/up/";
  private static final Map<String, Channel> CHANNELS =
      Arrays.stream(Channel.values()).collect(Collectors.toMap(Channel::segment, c -> c));

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
    var end = topic.indexOf('/', ROOT.length());
    if (end < 0 || !topic.startsWith(ROOT) || !topic.startsWith(UP, end)) {
      return Optional.empty();
    }
    var device = topic.substring(ROOT.length(), end);
    var channel = CHANNELS.get(topic.substring(end + UP.length()));
    return channel == null || !isDeviceId(device)
        ? Optional.empty()
        : Optional.of(new Up(device, channel));
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
