package io.cyanwatch.score;

import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.simulator.play.Air;
import io.cyanwatch.simulator.play.Member;
import io.cyanwatch.simulator.play.Play;
import io.cyanwatch.simulator.play.Scenario;
import io.cyanwatch.simulator.play.Setting;
import io.cyanwatch.simulator.play.Truth;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One play among others in one backend: its devices, sites, access points and firmware have names
/// of their own.
final class Performance implements Air {
  private static final String BSSID = "c4:41:1e";
  private static final String FIRMWARE = "\"fw\":\"";

  final Scenario scenario;
  final long seed;
  final Instant start;
  private final String prefix;
  private final String bssid;
  private final Play play;
  private final Map<String, String> targets = new HashMap<>();
  private final Deque<Happening> ahead = new ArrayDeque<>();
  private final Instant end;
  private boolean over;

  /// @param number tells it from all others
  /// @param length ends earlier than the play, if it is less
  Performance(Scenario scenario, Setting setting, int number, Duration length) {
    this.end = setting.start().plus(length);
    this.scenario = scenario;
    this.seed = setting.seed();
    this.start = setting.start();
    this.prefix = String.format(Locale.ROOT, "p%d-", number);
    this.bssid = String.format(Locale.ROOT, "02:%02x:%02x", number >> 8, number & 0xff);
    this.play = Play.of(scenario, setting);
    members().forEach(it -> targets.put(prefix + it.id(), it.target()));
  }

  /// What the broker's side sees.
  sealed interface Happening {
    Instant at();
  }

  record Said(Instant at, String topic, byte[] payload) implements Happening {}

  record Watching(Instant at, boolean up) implements Happening {}

  /// The names under which its devices are registered.
  List<Member> members() {
    return play.members();
  }

  String prefix() {
    return prefix;
  }

  /// What its access points' addresses begin with.
  String bssid() {
    return bssid;
  }

  boolean over() {
    return over && ahead.isEmpty();
  }

  Instant end() {
    return end;
  }

  /// Plays on to this moment, and a step further.
  ///
  /// @return what happened until then
  Deque<Happening> until(Instant end) {
    while (!over && !play.now().isAfter(end)) {
      over = !play.step(this) || play.now().isAfter(this.end);
    }
    var until = new ArrayDeque<Happening>();
    while (!ahead.isEmpty() && !ahead.getFirst().at().isAfter(end)) {
      until.add(ahead.removeFirst());
    }
    return until;
  }

  boolean knows(String device) {
    return targets.containsKey(device);
  }

  /// What a probe from outside sees.
  String knock(String device) {
    return play.knock(targets.getOrDefault(device, "")).name().toLowerCase(Locale.ROOT);
  }

  List<Truth> truth() {
    return play.truth();
  }

  /// The play's name for a subject of ours.
  String original(String subject) {
    var plain = subject.startsWith(bssid) ? BSSID + subject.substring(bssid.length()) : subject;
    // Where a name begins: `p32-` is a part of `esp32-8`, too.
    return plain.replaceAll("(^|/)" + prefix, "$1");
  }

  @Override
  public void sent(Instant at, String device, Channel channel, byte[] payload) {
    var text =
        new String(payload, StandardCharsets.UTF_8)
            .replace(BSSID, bssid)
            .replace(FIRMWARE, FIRMWARE + prefix);
    ahead.add(
        new Said(at, Topics.up(prefix + device, channel), text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void watching(Instant at, boolean up) {
    ahead.add(new Watching(at, up));
  }

  @Override
  public String toString() {
    return scenario + " " + seed;
  }
}
