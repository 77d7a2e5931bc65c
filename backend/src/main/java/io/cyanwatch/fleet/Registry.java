package io.cyanwatch.fleet;

import io.cyanwatch.access.Actor;
import io.cyanwatch.access.Audit;
import io.cyanwatch.access.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The registry. What it knows is kept in memory only once it is committed.
@Component
class Registry implements Fleet {
  private static final Actor US = Actor.system("fleet");

  private final Devices devices;
  private final DeviceRows rows;
  private final Passwords passwords;
  private final Knocks knocks;
  private final Audit audit;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final boolean adoptUnknown;
  private final KnownDevices known =
      new KnownDevices(Duration.ofMinutes(5), Duration.ofSeconds(5), 250_000);

  Registry(
      Devices devices,
      DeviceRows rows,
      Passwords passwords,
      Knocks knocks,
      Audit audit,
      ApplicationEventPublisher events,
      TransactionTemplate transaction,
      Clock clock,
      FleetProperties properties) {
    this.devices = devices;
    this.rows = rows;
    this.passwords = passwords;
    this.knocks = knocks;
    this.audit = audit;
    this.events = events;
    this.transaction = transaction;
    this.clock = clock;
    this.adoptUnknown = properties.adoptUnknown();
  }

  @Override
  public Map<String, DeviceRef> resolve(Collection<String> ids) {
    var found = new HashMap<String, DeviceRef>();
    var missing = lookUp(ids, found);
    if (adoptUnknown) {
      adopt(missing).forEach(device -> found.put(device.id(), device));
    }
    return found;
  }

  @Override
  public long siteSize(String site) {
    return devices.countBySite(site);
  }

  @Override
  public long size() {
    return devices.count();
  }

  @Override
  public List<DeviceRef> next(long after, String site, int most) {
    return rows.next(after, site, most);
  }

  @Override
  public Optional<DeviceRef> find(String id) {
    var found = new HashMap<String, DeviceRef>();
    lookUp(List.of(id), found);
    return Optional.ofNullable(found.get(id));
  }

  /// Where unknown devices are adopted, those without a password of their own are let in as well;
  /// elsewhere they have knocked.
  @Override
  public boolean admits(String username, String password) {
    return RegistrationRules.validId(username)
        && switch (passwords.check(username, password)) {
          case RIGHT -> true;
          case WRONG -> false;
          case HAS_NONE -> {
            knocked(username, clock.instant());
            yield adoptUnknown;
          }
        };
  }

  @Override
  public void knocked(String id, Instant at) {
    if (RegistrationRules.validId(id)) {
      knocks.note(id, at);
    }
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<ProbeTarget> probeTarget(long nr) {
    return devices.findById(nr).flatMap(Device::probe);
  }

  @Override
  @Transactional
  public Credentials register(Registration registration) {
    RegistrationRules.check(registration);
    return add(registration).orElseThrow(() -> taken(registration.id()));
  }

  /// As [#register] for what was checked; empty when the id is taken.
  @Transactional
  Optional<Credentials> add(Registration registration) {
    var now = now();
    return rows.add(registration, now)
        .map(
            device -> {
              joined(audit.actor(), "device.register", device, now);
              return passwords.make(device);
            });
  }

  @Override
  @Transactional
  public Credentials rotate(String id) {
    var device = devices.findById(id).orElseThrow(() -> unknown(id)).ref();
    audit.record("device.credentials", id, Map.of());
    return passwords.make(device);
  }

  @Transactional(readOnly = true)
  Device.DeviceView view(String id) {
    return devices.findById(id).orElseThrow(() -> unknown(id)).view();
  }

  @Transactional
  Device.DeviceView change(
      String id, Map<String, @Nullable Object> asked, Consumer<Device> change) {
    var device = devices.findById(id).orElseThrow(() -> unknown(id));
    change.accept(device);
    audit.record("device.change", id, asked);
    var view = devices.saveAndFlush(device).view();
    forget(id);
    return view;
  }

  @Transactional
  void remove(String id) {
    var device = devices.findById(id).orElseThrow(() -> unknown(id));
    devices.delete(device);
    audit.record("device.remove", id, Map.of("site", device.ref().site()));
    events.publishEvent(new DeviceRemoved(device.ref(), now()));
    forget(id);
  }

  static Problem unknown(String id) {
    return Problem.notFound("device", id);
  }

  static Problem taken(@Nullable String id) {
    return Problem.conflict("device-exists", "Device '" + id + "' is registered already.");
  }

  /// Puts the registered ones into `found` and returns the others.
  private List<String> lookUp(Collection<String> ids, Map<String, DeviceRef> found) {
    var now = clock.instant();
    var missing = new ArrayList<String>();
    var toAsk = new TreeSet<String>();
    for (var id : ids) {
      known
          .recall(id, now)
          .ifPresentOrElse(
              it -> it.device().ifPresentOrElse(ref -> found.put(id, ref), () -> missing.add(id)),
              () -> toAsk.add(id));
    }
    if (!toAsk.isEmpty()) {
      var asked = rows.find(toAsk);
      asked.forEach(device -> found.put(device.id(), device));
      toAsk.removeAll(found.keySet());
      missing.addAll(toAsk);
      onceCommitted(() -> remember(asked, toAsk, now));
    }
    return missing;
  }

  private List<DeviceRef> adopt(Collection<String> missing) {
    var ids = missing.stream().filter(RegistrationRules::validId).distinct().toList();
    if (ids.isEmpty()) {
      return List.of();
    }
    var now = now();
    return Objects.requireNonNull(
        transaction.execute(
            _ -> {
              rows.adopt(ids, now).forEach(device -> joined(US, "device.adopt", device, now));
              return rows.find(ids);
            }));
  }

  private void joined(Actor by, String action, DeviceRef device, Instant now) {
    audit.record(by, action, device.id(), Map.of("site", device.site()));
    knocks.answered(device.id());
    events.publishEvent(new DeviceRegistered(device, now));
    forget(device.id());
  }

  private void remember(List<DeviceRef> registered, Collection<String> unknown, Instant now) {
    registered.forEach(device -> known.registered(device, now));
    unknown.forEach(id -> known.unknown(id, now));
  }

  private void forget(String id) {
    known.forget(id);
    onceCommitted(() -> known.forget(id));
  }

  /// What this transaction sees may never become true.
  private static void onceCommitted(Runnable then) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      then.run();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            then.run();
          }
        });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
