package io.cyanwatch.protocol;

import org.jspecify.annotations.Nullable;

/// A heartbeat: a full snapshot, never a delta. Counters count since boot and never go back within
/// one.
public record Health(
    Envelope envelope,
    @Nullable Phase phase,
    @Nullable Wifi wifi,
    @Nullable Cloud cloud,
    @Nullable Listener listener,
    @Nullable Clients clients,
    @Nullable Http http,
    @Nullable Mem mem,
    @Nullable Loop loop,
    @Nullable Queue queue)
    implements Message.Recorded {

  /// The radio link.
  ///
  /// @param rssi dBm
  /// @param ups link up-edges since boot
  /// @param downs link down-edges since boot
  /// @param downMs total time without a link
  /// @param reason the platform's number for the last loss
  public record Wifi(
      @Nullable Boolean ready,
      @Nullable String ssid,
      @Nullable String bssid,
      @Nullable Integer ch,
      @Nullable String ip,
      @Nullable Integer rssi,
      @Nullable Integer rssiMin,
      @Nullable Long ups,
      @Nullable Long downs,
      @Nullable Long downMs,
      @Nullable Integer reason) {}

  /// The vendor's cloud, not our broker.
  ///
  /// @param rtt milliseconds
  public record Cloud(
      @Nullable Boolean up, @Nullable Long drops, @Nullable Long tries, @Nullable Integer rtt) {}

  /// The listening socket.
  ///
  /// @param gen grows by one with each confirmed start of the listener
  /// @param idle seconds since the last accept
  public record Listener(
      @Nullable ListenerState state,
      @Nullable Integer port,
      @Nullable Long gen,
      @Nullable Long starts,
      @Nullable Long fails,
      @Nullable Long err,
      @Nullable Long accepts,
      @Nullable Long idle,
      @Nullable Long probes,
      @Nullable Long probeFails) {}

  /// The accepted connections.
  ///
  /// @param stalls would-block writes
  /// @param stallMs total length of the stalls
  /// @param oldest age in milliseconds of the oldest open client
  public record Clients(
      @Nullable Integer open,
      @Nullable Integer max,
      @Nullable Integer peak,
      @Nullable Long rejected,
      @Nullable Long idleTimeouts,
      @Nullable Long headerTimeouts,
      @Nullable Long resets,
      @Nullable Long stalls,
      @Nullable Long stallMs,
      @Nullable Long oldest) {}

  /// Requests by outcome; `worstMs` is the slowest of the interval.
  public record Http(
      @Nullable Long requests,
      @Nullable Long ok,
      @Nullable Long clientErr,
      @Nullable Long serverErr,
      @Nullable Long truncated,
      @Nullable Long worstMs) {}

  /// Bytes: free now, least ever free, largest free block.
  public record Mem(@Nullable Long free, @Nullable Long min, @Nullable Long block) {}

  /// The main loop.
  ///
  /// @param worst the longest gap between two ticks, in milliseconds
  public record Loop(@Nullable Integer hz, @Nullable Long worst, @Nullable Long stalls) {}

  /// Records kept for later, and records given up.
  public record Queue(@Nullable Long held, @Nullable Long dropped) {}
}
