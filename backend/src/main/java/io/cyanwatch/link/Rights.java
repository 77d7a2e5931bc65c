package io.cyanwatch.link;

import java.util.regex.Pattern;

/// Who may say and hear what on the embedded broker: a device only below its own name, this backend
/// what all devices say.
///
/// @param backend user name of this backend; no device can have it
/// @param clientId of this backend; no device can have it either
record Rights(String backend, String clientId) {

  /// Longer ones are nobody's; each topic costs the broker memory.
  private static final int LONGEST_TOPIC = 160;

  private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern DOWN = Pattern.compile("cw/1/[A-Za-z0-9_-]{1,64}/dn/[^+#]+");

  Rights {
    if (DEVICE.matcher(backend).matches()) {
      throw new IllegalArgumentException("a device could be named " + backend);
    }
  }

  boolean isBackend(String user) {
    return backend.equals(user);
  }

  /// Whether this name can be a device's at all. Without this, a user named `+` owned every topic.
  boolean isDevice(String user) {
    return DEVICE.matcher(user).matches() && !user.equals(clientId);
  }

  /// A device connects under its own name, so that nobody can push another one out.
  boolean mayConnectAs(String user, String id) {
    return id.equals(isBackend(user) ? clientId : user);
  }

  boolean maySay(String user, String topic) {
    if (isBackend(user)) {
      return topic.equals(Account.echo(clientId)) || DOWN.matcher(topic).matches();
    }
    return isBelow("cw/1/" + user + "/up/", topic) && !topic.contains("+") && !topic.contains("#");
  }

  boolean mayHear(String user, String filter) {
    if (isBackend(user)) {
      return filter.equals(Account.echo(clientId)) || filter.equals(Account.ALL_UP);
    }
    return isBelow("cw/1/" + user + "/dn/", filter);
  }

  /// Whether a filter may reach the broker at all. Not those that find another's queue by its name:
  /// the broker finds it, refuses it, and then deletes it, with all that waits in it.
  boolean mayTry(String user, String filter) {
    if (isBackend(user)) {
      return !filter.startsWith("$") || filter.endsWith("/" + Account.ALL_UP);
    }
    return !filter.startsWith("$") && !filter.contains("::") && !filter.equals(Account.ALL_UP);
  }

  /// Two colons would address one of the broker's queues directly.
  private static boolean isBelow(String prefix, String topic) {
    return topic.startsWith(prefix)
        && topic.length() > prefix.length()
        && topic.length() <= LONGEST_TOPIC
        && !topic.contains("::");
  }
}
