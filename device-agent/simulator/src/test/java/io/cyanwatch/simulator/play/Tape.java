package io.cyanwatch.simulator.play;

import io.cyanwatch.protocol.Decoded;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Everything that a play brought forth.
final class Tape implements Air {
  static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  final List<Sent> sent = new ArrayList<>();
  final Play play;
  private final MessageDigest digest = sha256();

  private Tape(Play play) {
    this.play = play;
  }

  record Sent(Instant at, String device, Channel channel, Decoded decoded) {
    List<Message> messages() {
      return decoded.messages();
    }
  }

  static Tape start(String scenario, long seed) {
    return start(scenario, seed, 0);
  }

  static Tape of(String scenario, long seed) {
    return of(scenario, seed, 0);
  }

  static Tape of(String scenario, long seed, int devices) {
    var tape = start(scenario, seed, devices);
    tape.end();
    return tape;
  }

  /// Only the first so many minutes.
  static Tape part(String scenario, long seed, int minutes) {
    var tape = start(scenario, seed, 0);
    tape.until(START.plus(Duration.ofMinutes(minutes)));
    return tape;
  }

  void until(Instant when) {
    while (play.now().isBefore(when) && play.step(this)) {}
  }

  void end() {
    while (play.step(this)) {}
  }

  <T extends Message> List<T> all(Class<T> kind) {
    return sent.stream()
        .flatMap(it -> it.messages().stream())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  String lastBoot(String device) {
    return sent.stream()
        .filter(it -> it.device().equals(device))
        .flatMap(it -> it.messages().stream())
        .filter(Message.Recorded.class::isInstance)
        .map(it -> ((Message.Recorded) it).envelope().boot())
        .toList()
        .getLast();
  }

  /// Of all that was sent, and of the truth.
  String sha() {
    play.truth().forEach(it -> mix(it.toJson().getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  List<String> kinds() {
    return play.truth().stream().map(Truth::kind).distinct().sorted().toList();
  }

  @Override
  public void sent(Instant at, String device, Channel channel, byte[] payload) {
    mix((at + device + channel).getBytes(StandardCharsets.UTF_8));
    mix(payload);
    sent.add(new Sent(at, device, channel, Wire.decode(channel, payload)));
  }

  private static Tape start(String scenario, long seed, int devices) {
    var setting = new Setting(seed, START, devices);
    return new Tape(Play.of(Scenario.named(scenario).orElseThrow(), setting));
  }

  private void mix(byte[] bytes) {
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
