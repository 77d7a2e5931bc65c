package io.cyanwatch.protocol;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Identity, boot and reset reason; sent after every CONNECT and on op `rebirth`.
///
/// @param interval seconds between heartbeats
/// @param ack whether the device wants `dn/ack`
/// @param caps the ops that the device obeys, in the order in which they came
/// @param early unexpected resets in a row with an uptime under 60 s
/// @param last the breadcrumb of the boot before
/// @param done answers a command whose effect was this very boot
public record Birth(
    Envelope envelope,
    @Nullable Integer interval,
    boolean ack,
    Device device,
    Reset reset,
    Net net,
    Set<String> caps,
    @Nullable Integer early,
    @Nullable Breadcrumb last,
    @Nullable Done done)
    implements Message.Recorded {

  public Birth {
    caps = Collections.unmodifiableSet(new LinkedHashSet<>(caps));
  }

  /// Hardware, application firmware, Cyanwatch library and operating system.
  public record Device(
      @Nullable String hw, @Nullable String fw, @Nullable String lib, @Nullable String os) {}

  /// Why this boot began.
  ///
  /// @param kind the canonical class
  /// @param raw the platform's own number
  /// @param data what the platform adds to it; of a panic the SOS blink count
  public record Reset(ResetClass kind, @Nullable Long raw, @Nullable Long data) {}

  /// @param publicIp the address under which the internet sees it, if somebody told the device
  public record Net(
      @Nullable String ip,
      @Nullable Integer port,
      @Nullable String mac,
      @Nullable String gw,
      @Nullable String publicIp) {

    /// Of a device that does not know how the internet sees it.
    public Net(
        @Nullable String ip, @Nullable Integer port, @Nullable String mac, @Nullable String gw) {
      this(ip, port, mac, gw, null);
    }
  }

  /// The state of the boot before, at its last tick. Times are milliseconds.
  public record Breadcrumb(
      @Nullable String boot,
      @Nullable Long up,
      @Nullable Phase phase,
      @Nullable String mark,
      @Nullable Boolean wifiReady,
      @Nullable Boolean cloud,
      @Nullable Long sinceRx,
      @Nullable Long sinceCloudLost,
      @Nullable ListenerState listener,
      @Nullable Long gen,
      @Nullable Integer clients,
      @Nullable Long accepts,
      @Nullable Long heapMin,
      List<Mark> events) {

    public Breadcrumb {
      events = List.copyOf(events);
    }

    /// An event's name and the uptime in milliseconds at which it happened.
    public record Mark(String event, long up) {}
  }

  public record Done(String id, String status) {}
}
