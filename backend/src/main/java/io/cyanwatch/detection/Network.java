package io.cyanwatch.detection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.detection.DeviceState.Trace;
import org.jspecify.annotations.Nullable;

/// The way to us and to the vendor's cloud.
///
/// @param accessPoint its BSSID, else `gw:` and its gateway's address, else `ip:` and its public
///     address, else unknown
/// @param moved when it last changed its access point or channel
/// @param downs WiFi down-edges of this boot
/// @param phaseSince since when it is in `phase`
/// @param cloudEver whether it ever had the cloud
/// @param cloudLost since when it has the cloud no more
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Network(
    @Nullable String phase,
    @Nullable Trace phaseSince,
    @Nullable Boolean wifiReady,
    @Nullable String accessPoint,
    @Nullable String ssid,
    @Nullable Integer channel,
    @Nullable Trace moved,
    @Nullable String ip,
    @Nullable Long downs,
    @Nullable Boolean cloudUp,
    boolean cloudEver,
    @Nullable Trace cloudLost) {

  static final Network UNKNOWN =
      new Network(null, null, null, null, null, null, null, null, null, null, false, null);
}
