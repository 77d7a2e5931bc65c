package io.cyanwatch.link;

import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A fleet of names and passwords.
final class Roster implements Fleet {

  final Map<String, String> passwords = new ConcurrentHashMap<>();

  static Roster of(String... devices) {
    var roster = new Roster();
    for (var device : devices) {
      roster.passwords.put(device, "secret of " + device);
    }
    return roster;
  }

  @Override
  public boolean admits(String username, String password) {
    return password.equals(passwords.get(username));
  }

  @Override
  public Map<String, DeviceRef> resolve(Collection<String> ids) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<DeviceRef> find(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void knocked(String id, Instant at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<ProbeTarget> probeTarget(long nr) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Credentials register(Registration registration) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Credentials rotate(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long siteSize(String site) {
    return 0;
  }

  @Override
  public long size() {
    return passwords.size();
  }

  @Override
  public List<DeviceRef> next(long after, String site, int most) {
    throw new UnsupportedOperationException();
  }
}
