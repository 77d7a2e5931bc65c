package io.cyanwatch.agent;

import org.jspecify.annotations.Nullable;

/// What the watched network interface is like now.
///
/// @param up whether it has a carrier and may be used
/// @param ip the address that clients would use
/// @param changes how often the carrier came or went, so that a short loss between two looks is
/// seen; 0 where the system does not count
record Link(String name, boolean up, @Nullable String ip, long changes) {
  static final Link NONE = new Link("", false, null, 0);

  /// Whether a listener makes sense.
  boolean ready() {
    return up && ip != null;
  }

  /// Whether nothing happened that would have closed a listener.
  boolean same(Link before) {
    return name.equals(before.name)
        && up == before.up
        && changes == before.changes
        && String.valueOf(ip).equals(String.valueOf(before.ip));
  }
}
