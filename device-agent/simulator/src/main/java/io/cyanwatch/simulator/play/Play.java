package io.cyanwatch.simulator.play;

import io.cyanwatch.protocol.Probe.Outcome;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.simulator.device.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// One scenario with one seed on a virtual clock. The same scenario, seed, start and commands give
/// the same bytes in the same order, on every machine. Not thread-safe.
///
/// A scorer feeds what [Air] hears into its detector, asks [#knock] wherever its detector would
/// send a probe, sends its commands by [#command], and at the end compares what was opened with
/// [#truth].
public final class Play {
  private final Agenda agenda;
  private final Ether ether;
  private final Chronicle chronicle;
  private final Casting casting;
  private final long end;
  private boolean over;
  private List<Truth> truths = List.of();

  private Play(Scenario scenario, Setting setting) {
    var random = new Random(scenario.name().hashCode() * 31L + setting.seed());
    var start = setting.start().toEpochMilli();
    this.agenda = new Agenda(start);
    this.ether = new Ether(agenda, new Random(random.nextLong()));
    this.chronicle = new Chronicle(scenario.name(), setting.seed());
    var broker = new Broker(agenda, ether);
    var world = new Actor.World(agenda, chronicle, this::knock);
    this.casting = new Casting(new Random(random.nextLong()), broker, ether, world);
    this.end = start + scenario.length().toMillis();
    scenario.plot().stage(new Stage(setting, agenda, random, broker, casting));
  }

  public static Play of(Scenario scenario, Setting setting) {
    return new Play(scenario, setting);
  }

  /// Everybody who takes part, known before the first step. A cloned id is there once.
  public List<Member> members() {
    return casting.actors().stream()
        .filter(it -> casting.at(it.target()) == it)
        .map(Play::member)
        .toList();
  }

  /// Plays the next instant; false at the end.
  public boolean step(Air air) {
    ether.to(air);
    if (agenda.step(end)) {
      return true;
    }
    if (!over) {
      over = true;
      casting.actors().forEach(it -> chronicle.look(it, end));
      truths = chronicle.finish(casting.actors(), end);
    }
    return false;
  }

  /// The virtual time.
  public Instant now() {
    return Instant.ofEpochMilli(agenda.now());
  }

  /// A command from the cloud. It arrives if the device is connected; anything unreadable is
  /// ignored, as by a device.
  public void command(String device, byte[] payload) {
    Wire.decodeCommand(payload)
        .ifPresent(
            command ->
                casting.actors().stream()
                    .filter(it -> it.id().equals(device))
                    .forEach(it -> it.order(command)));
  }

  /// What a probe from outside sees at this moment. It is a visit: the device counts it.
  ///
  /// @param target as in [Member]; an unknown one does not answer
  public Outcome knock(String target) {
    var actor = casting.at(target);
    return actor == null ? Outcome.TIMEOUT : actor.knocked();
  }

  /// What really happened, in the order in which it began; empty until the end.
  public List<Truth> truth() {
    return truths;
  }

  private static Member member(Actor actor) {
    Profile profile = actor.device.profile();
    return new Member(
        profile.id(),
        profile.name(),
        profile.ap().site(),
        profile.ap().name(),
        profile.ap().bssid(),
        profile.ap().gateway(),
        profile.firmware().hw(),
        profile.firmware().os(),
        actor.target());
  }
}
