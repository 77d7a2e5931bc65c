package io.cyanwatch.timeline;

import io.cyanwatch.fleet.DeviceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One thing that a device said, in our own words: what the wire meant, free of how it was written.
public sealed interface Observation {

  Stamp stamp();

  /// The same observation under another stamp.
  Observation with(Stamp stamp);

  /// Whose, which boot, which place in it, and when.
  ///
  /// @param seq the place in the boot; -1 for what takes none (a will)
  /// @param conn the connection within the boot
  /// @param up time since the boot
  /// @param clock the device's clock; may be wrong
  /// @param at our estimate of when it was recorded; made by [Timeline#append]
  /// @param error how far `at` may be off
  /// @param digest of what the record says, to tell a repetition from another record under the same
  /// number; 0 for none
  /// @param lost what the device dropped for good
  record Stamp(
      DeviceRef device,
      String boot,
      long seq,
      long conn,
      Duration up,
      @Nullable Instant clock,
      Instant at,
      Duration error,
      Instant receivedAt,
      int digest,
      List<Lost> lost) {

    public Stamp {
      lost = List.copyOf(lost);
    }

    /// Without a digest, and with nothing lost.
    public Stamp(
        DeviceRef device,
        String boot,
        long seq,
        long conn,
        Duration up,
        @Nullable Instant clock,
        Instant at,
        Duration error,
        Instant receivedAt) {
      this(device, boot, seq, conn, up, clock, at, error, receivedAt, 0, List.of());
    }

    public Stamp at(Instant estimate, Duration error) {
      return new Stamp(
          device, boot, seq, conn, up, clock, estimate, error, receivedAt, digest, lost);
    }
  }

  /// Sequence numbers that the device dropped for good; both ends belong to it.
  record Lost(long from, long to) {}

  /// A boot introduced itself, or an old one did so again after a reconnect.
  ///
  /// @param reset the canonical reset class, such as `panic`
  /// @param expected whether somebody meant the reset to happen
  /// @param early unexpected resets in a row with an uptime under a minute
  /// @param interval between heartbeats
  /// @param publicIp the address under which the internet sees it
  /// @param last the breadcrumb of the boot before, as the device sent it
  /// @param done the id of the command whose effect was this boot
  /// @param wantsAck whether the device wants to be told what is durable
  record Born(
      Stamp stamp,
      String reset,
      @Nullable Long resetData,
      boolean expected,
      int early,
      Duration interval,
      @Nullable String hardware,
      @Nullable String firmware,
      @Nullable String os,
      @Nullable String ip,
      @Nullable Integer port,
      @Nullable String gateway,
      @Nullable String publicIp,
      List<String> caps,
      Map<String, Object> last,
      Optional<String> done,
      boolean wantsAck,
      byte[] body)
      implements Recorded {

    /// Of a device that wants no acknowledgement and does not know how the internet sees it.
    public Born(
        Stamp stamp,
        String reset,
        @Nullable Long resetData,
        boolean expected,
        int early,
        Duration interval,
        @Nullable String hardware,
        @Nullable String firmware,
        @Nullable String os,
        @Nullable String ip,
        @Nullable Integer port,
        @Nullable String gateway,
        List<String> caps,
        Map<String, Object> last,
        Optional<String> done,
        byte[] body) {
      this(
          stamp, reset, resetData, expected, early, interval, hardware, firmware, os, ip, port,
          gateway, null, caps, last, done, false, body);
    }

    @Override
    public Born with(Stamp stamp) {
      return new Born(
          stamp, reset, resetData, expected, early, interval, hardware, firmware, os, ip, port,
          gateway, publicIp, caps, last, done, wantsAck, body);
    }
  }

  /// A heartbeat. Absent facts are null: the device does not know them.
  record Beat(
      Stamp stamp,
      @Nullable String phase,
      @Nullable Boolean wifiReady,
      @Nullable String ssid,
      @Nullable String bssid,
      @Nullable String ip,
      @Nullable Long wifiUps,
      @Nullable Boolean cloudUp,
      @Nullable String listener,
      @Nullable Long generation,
      @Nullable Long accepts,
      @Nullable Long probes,
      @Nullable Long probeFails,
      Map<Gauge, Long> gauges,
      Vitals vitals,
      byte[] body)
      implements Recorded {

    /// A heartbeat without vitals.
    public Beat(
        Stamp stamp,
        @Nullable String phase,
        @Nullable Boolean wifiReady,
        @Nullable String ssid,
        @Nullable String bssid,
        @Nullable String ip,
        @Nullable Long wifiUps,
        @Nullable Boolean cloudUp,
        @Nullable String listener,
        @Nullable Long generation,
        @Nullable Long accepts,
        @Nullable Long probes,
        @Nullable Long probeFails,
        Map<Gauge, Long> gauges,
        byte[] body) {
      this(
          stamp,
          phase,
          wifiReady,
          ssid,
          bssid,
          ip,
          wifiUps,
          cloudUp,
          listener,
          generation,
          accepts,
          probes,
          probeFails,
          gauges,
          Vitals.NONE,
          body);
    }

    @Override
    public Beat with(Stamp stamp) {
      return new Beat(
          stamp,
          phase,
          wifiReady,
          ssid,
          bssid,
          ip,
          wifiUps,
          cloudUp,
          listener,
          generation,
          accepts,
          probes,
          probeFails,
          gauges,
          vitals,
          body);
    }
  }

  /// Something changed.
  record Edge(Stamp stamp, String name, Map<String, Object> detail, byte[] body)
      implements Recorded {

    @Override
    public Edge with(Stamp stamp) {
      return new Edge(stamp, name, detail, body);
    }
  }

  /// A clean goodbye.
  record Left(Stamp stamp, String reason, byte[] body) implements Recorded {

    @Override
    public Left with(Stamp stamp) {
      return new Left(stamp, reason, body);
    }
  }

  /// A reply to a command.
  record Answered(Stamp stamp, String command, String status, byte[] body) implements Recorded {

    @Override
    public Answered with(Stamp stamp) {
      return new Answered(stamp, command, status, body);
    }
  }

  /// What the device saw when it probed another.
  record Probed(Stamp stamp, String target, String outcome, byte[] body) implements Recorded {

    @Override
    public Probed with(Stamp stamp) {
      return new Probed(stamp, target, outcome, body);
    }
  }

  /// The broker noticed that the connection died.
  record Severed(Stamp stamp) implements Observation {

    @Override
    public Severed with(Stamp stamp) {
      return new Severed(stamp);
    }
  }

  /// What takes a number in its boot and is stored exactly once.
  sealed interface Recorded extends Observation {

    /// The message as sent, as CBOR, without the fields that [Stamp] holds.
    byte[] body();
  }
}
