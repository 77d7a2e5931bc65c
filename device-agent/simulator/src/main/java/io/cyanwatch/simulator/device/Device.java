package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Bye;
import io.cyanwatch.protocol.Command;
import io.cyanwatch.protocol.ResetClass;
import io.cyanwatch.protocol.Will;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// One virtual device: boots, connects, reports, obeys and breaks. It knows no clock, thread or
/// broker; whoever drives it says what time it is and carries its records. Not thread-safe.
public final class Device {
  private final Profile profile;
  private final Door door;
  private final Random random;
  private final Orders orders = new Orders(this);
  final Voice voice;
  final Reach reach;
  private final Doom doom;
  final Surroundings around;
  private Boot boot;
  private long counter;
  private long stuckUntil;
  private @Nullable Nap nap;
  private volatile StatusPage page;

  /// Switches the device on.
  ///
  /// @param counter the number of this boot; must grow over the life of the id
  public Device(Profile profile, Door door, Random random, long counter, long now) {
    this.profile = profile;
    this.door = door;
    this.random = random;
    this.counter = counter;
    this.voice = new Voice(this, profile, random);
    this.reach = new Reach(this, profile, random);
    this.doom = new Doom(random);
    this.around = new Surroundings(profile.habits());
    this.boot = begin(origin(ResetClass.USER, null, 0, null, null), now);
    this.page = page();
  }

  /// Off, by itself or by somebody's will.
  ///
  /// @param until when it comes back; [Long#MAX_VALUE] for never
  private record Nap(ResetClass wakes, @Nullable String mark, long until) {}

  public Profile profile() {
    return profile;
  }

  public Orders orders() {
    return orders;
  }

  /// What the web server shows; the only thing that other threads may ask for.
  public StatusPage shown() {
    return page;
  }

  /// What is true of it now, whatever it believes.
  public Condition condition() {
    return new Condition(this);
  }

  /// Faults, and acts of people, to be laid upon it.
  public Fate fate() {
    return new Fate(this);
  }

  /// Whether the network would carry a session with the broker.
  public boolean reachesBroker() {
    return nap == null && boot.radio.carries() && around.uplink;
  }

  public Will will() {
    return boot.will();
  }

  public void connected(long now) {
    boot.connected();
    voice.connected(now);
  }

  public void disconnected() {
    voice.disconnected();
  }

  /// Records for the broker, oldest first; they are the caller's now.
  public List<Backlog.Batch> take() {
    return voice.take();
  }

  /// Takes back what the broker never acknowledged. What an earlier boot said went with it.
  public void undelivered(Backlog.Batch batch) {
    voice.undelivered(batch);
  }

  public void received(Command command, long now) {
    orders.received(command, now);
  }

  public void accepted(long now) {
    boot.web.accepted(now);
    boot.memory.request();
  }

  public void turnedAway() {
    boot.web.turnedAway();
  }

  /// A client is gone; 0 stands for one that never asked.
  public void answered(int status, long ms) {
    boot.web.answered(status, ms);
  }

  /// The access point loses or regains its uplink; the WiFi link stays.
  public void uplink(boolean up) {
    around.uplink = up;
  }

  /// From now on the device loses its cloud and falls over its own sockets, `times` in a row.
  public void doom(int times, long now) {
    doom.begin(times, now);
  }

  /// Lets time pass. To be called several times a second, or whenever [#due] says so.
  public void tick(long now) {
    var asleep = nap;
    if (asleep != null) {
      wake(asleep, now);
      return;
    }
    if (now < stuckUntil) {
      return;
    }
    reach.tick(now);
    orders.tick(now);
    if (doom.strikes(now)) {
      crash(ResetClass.PANIC, 1L, now);
    }
    if (boot.teardown.strikes(now) && !around.uplink) {
      reach.tearDown(now);
    }
    voice.tick(now);
    page = page();
  }

  /// When [#tick] has something to do next, if nothing happens to the device before.
  public long due(long now) {
    var asleep = nap;
    if (asleep != null) {
      return asleep.until();
    }
    if (now < stuckUntil) {
      return stuckUntil;
    }
    if (voice.waits()) {
      return now;
    }
    var soon = Math.min(voice.due(), Math.min(boot.lamp.due(this, now), boot.web.due()));
    var later = Math.min(boot.cloud.due(cloudBytes(now)), boot.teardown.due());
    return Math.min(Math.min(soon, later), Math.min(doom.due(now), orders.due(now)));
  }

  /// The link goes for `duration`. Old firmware loses its listening socket with it, unnoticed.
  public void dropWifi(long duration, long now) {
    reach.dropWifi(duration, now);
  }

  /// After a socket loss that nobody has cured, somebody on site does.
  public void mend(long now) {
    if (boot.web.deaf()) {
      reach.restartListener("watchdog", now);
    }
  }

  /// Says goodbye, for good.
  public void shutDown(long now) {
    leave("shutdown", ResetClass.POWER_ON, Long.MAX_VALUE, now);
  }

  Boot boot() {
    return boot;
  }

  boolean online() {
    return voice.online();
  }

  boolean off() {
    return nap != null;
  }

  boolean away() {
    return nap != null && nap.mark() != null;
  }

  boolean stuck(long now) {
    return now < stuckUntil;
  }

  /// Whether the vendor's cloud can be heard.
  boolean cloudBytes(long now) {
    return around.vendor && around.uplink && boot.radio.carries() && !doom.silences(now);
  }

  /// A reset that nobody wanted.
  void crash(ResetClass kind, @Nullable Long data, long now) {
    crash(kind, data, "listener_stop", now);
  }

  void crash(ResetClass kind, @Nullable Long data, @Nullable String mark, long now) {
    var early = now - boot.at < 60_000 ? boot.origin.early() + 1 : 0;
    var last = mark == null ? null : Reports.breadcrumb(boot, mark, now);
    boot = begin(origin(kind, data, early, last, null), now);
  }

  /// A reset that a command asked for, and that answers it.
  void restart(String command, long now) {
    var last = Reports.breadcrumb(boot, "restart", now);
    var done = new Birth.Done(command, "done");
    boot = begin(origin(ResetClass.COMMAND, null, 0, last, done), now);
  }

  /// Says goodbye, and is off for a time.
  void leave(String reason, ResetClass wakes, long until, long now) {
    voice.say(envelope -> new Bye(envelope, reason), now);
    off(wakes, reason, until);
  }

  /// Off without a word.
  ///
  /// @param mark what the retained memory tells of it; null when that was lost too
  void off(ResetClass wakes, @Nullable String mark, long until) {
    nap = new Nap(wakes, mark, until);
    voice.disconnected();
    door.close();
  }

  /// The main loop hangs in one call.
  void hang(long until, long now) {
    stuckUntil = until;
    voice.stood(until - now);
  }

  private Boot begin(Boot.Origin origin, long now) {
    door.close();
    nap = null;
    stuckUntil = 0;
    orders.reset();
    doom.booted(now);
    voice.booted(now);
    return new Boot(counter++, origin, profile, door, random, now);
  }

  private void wake(Nap asleep, long now) {
    if (now >= asleep.until()) {
      var mark = asleep.mark();
      var last = mark == null ? null : Reports.breadcrumb(boot, mark, now);
      boot = begin(origin(asleep.wakes(), null, 0, last, null), now);
    }
  }

  private Boot.Origin origin(
      ResetClass kind,
      @Nullable Long data,
      int early,
      Birth.@Nullable Breadcrumb last,
      Birth.@Nullable Done done) {
    var reset = profile.firmware().reset(kind, data);
    return new Boot.Origin(reset, early, last, done, around.decay, around.application);
  }

  private StatusPage page() {
    return new StatusPage(profile.name(), boot.at, boot.lamp.phase(), boot.web.gen());
  }
}
