package io.cyanwatch.fleet;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The registry.
public interface Fleet {

  /// The registered ones among `ids`, by id. Served from memory; adopts unknown ones where that is
  /// allowed.
  Map<String, DeviceRef> resolve(Collection<String> ids);

  /// The device with this id, if it is registered.
  Optional<DeviceRef> find(String id);

  /// Whether this user name and password open a broker session.
  boolean admits(String username, String password);

  /// Notes that an unregistered device spoke.
  void knocked(String id, Instant at);

  /// Where an operator allowed us to probe this device.
  Optional<ProbeTarget> probeTarget(long nr);

  /// How many devices are registered at this site.
  long siteSize(String site);

  /// How many devices there are.
  long size();

  /// The next devices by their numbers, for whoever walks through all of them.
  ///
  /// @param after the number of the last one so far; 0 at first
  /// @param site only of this site; empty for all
  List<DeviceRef> next(long after, String site, int most);

  /// Registers a device and makes its first password.
  Credentials register(Registration registration);

  /// Makes another password; the old one works until the new one is used.
  Credentials rotate(String id);

  /// @param kind `tcp` or `http`
  record ProbeTarget(String kind, String host, int port, String path) {}

  /// What a registration says.
  record Registration(
      String id,
      @Nullable String name,
      @Nullable String site,
      List<String> tags,
      @Nullable ProbeTarget probe) {}

  /// The user name is the device's id. The password is known only here and now.
  record Credentials(String username, String password) {}
}
