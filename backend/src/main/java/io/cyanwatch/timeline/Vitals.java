package io.cyanwatch.timeline;

import org.jspecify.annotations.Nullable;

/// The numbers of a heartbeat that are judged but not drawn. Counters count since boot.
///
/// @param channel of the radio
/// @param downs WiFi down-edges
/// @param idle seconds since the last accept
/// @param fails starts of the listener that failed
/// @param error the platform's number for the last failure of the listener
/// @param open clients at this moment
/// @param most clients that there is room for
/// @param rejected clients turned away because there was no room
/// @param idleTimeouts clients closed because they said nothing
/// @param headerTimeouts clients closed because their request did not come to an end
/// @param stalls writes that would have blocked
/// @param stallMillis how long they stalled altogether
/// @param oldestMillis age of the oldest client
/// @param requests answered or refused
/// @param loopStalls gaps of the main loop longer than a second
public record Vitals(
    @Nullable Integer channel,
    @Nullable Long downs,
    @Nullable Long idle,
    @Nullable Long fails,
    @Nullable Long error,
    @Nullable Integer open,
    @Nullable Integer most,
    @Nullable Long rejected,
    @Nullable Long idleTimeouts,
    @Nullable Long headerTimeouts,
    @Nullable Long stalls,
    @Nullable Long stallMillis,
    @Nullable Long oldestMillis,
    @Nullable Long requests,
    @Nullable Long loopStalls) {

  /// Of a device that reports none of them.
  public static final Vitals NONE =
      new Vitals(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
}
