package io.cyanwatch.fleet;

import io.cyanwatch.access.Problem;
import io.cyanwatch.fleet.Fleet.ProbeTarget;
import io.cyanwatch.fleet.Fleet.Registration;
import java.net.Inet6Address;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What may stand in the registry. Each refusal names its field.
final class RegistrationRules {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*\\.?");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern PATH = Pattern.compile("/[\\x21\\x22\\x24-\\x7e]{0,199}");
  private static final Pattern TEXT = Pattern.compile("\\P{C}*");
  private static final Pattern TAG = Pattern.compile("[^\\p{C}\\s,;]{1,50}");
  private static final int LONGEST = 100;
  private static final int MOST_TAGS = 20;
  private static final int LONGEST_HOST = 253;

  private RegistrationRules() {}

  static boolean validId(String id) {
    return ID.matcher(id).matches();
  }

  static void check(Registration registration) {
    require(validId(registration.id()), "id", "It takes 1 to 64 of A-Z, a-z, 0-9, _ and -.");
    checkText("name", registration.name());
    checkText("site", registration.site());
    checkTags(registration.tags());
    if (registration.probe() != null) {
      checkProbe(registration.probe());
    }
  }

  static void checkText(String field, @Nullable String text) {
    require(
        text == null || (text.length() <= LONGEST && TEXT.matcher(text).matches()),
        field,
        "It takes up to " + LONGEST + " printable characters.");
  }

  static void checkTags(List<String> tags) {
    require(tags.size() <= MOST_TAGS, "tags", "A device has at most " + MOST_TAGS + " tags.");
    require(
        tags.stream().allMatch(tag -> TAG.matcher(tag).matches()),
        "tags",
        "A tag takes 1 to 50 printable characters, no space, comma or semicolon.");
  }

  static void checkProbe(ProbeTarget probe) {
    require(List.of("tcp", "http").contains(probe.kind()), "probe.kind", "It is tcp or http.");
    require(host(probe.host()), "probe.host", "It is an IP address or a host name.");
    require(
        probe.port() >= 1 && probe.port() <= 65_535, "probe.port", "It is between 1 and 65535.");
    require(
        PATH.matcher(probe.path()).matches(),
        "probe.path",
        "It starts with / and takes up to 200 visible ASCII characters, no #.");
  }

  private static boolean host(String host) {
    return host.length() <= LONGEST_HOST && (HOST.matcher(host).matches() || ipv6(host));
  }

  private static boolean ipv6(String host) {
    if (!IPV6.matcher(host).matches()) {
      return false;
    }
    try {
      return !Inet6Address.ofLiteral(host).toString().isEmpty();
    } catch (IllegalArgumentException noLiteral) {
      return false;
    }
  }

  private static void require(boolean holds, String field, String detail) {
    if (!holds) {
      throw Problem.badField(field, detail);
    }
  }
}
