package io.cyanwatch.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the cloud asks of a device.
///
/// @param id a UUIDv7; a device runs each id at most once
/// @param op `restart_listener drop_clients bounce_wifi restart_device probe rebirth set_interval`,
/// or one unknown yet
/// @param boot the only boot that may run it
/// @param ttl seconds from receipt within which it may start
/// @param args plain JSON values, in the order in which they came
public record Command(
    String id, String op, @Nullable String boot, int ttl, Map<String, Object> args) {

  public Command {
    args = Collections.unmodifiableMap(new LinkedHashMap<>(args));
  }
}
