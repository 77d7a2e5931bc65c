package io.cyanwatch.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.timeline.Timelines;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A device with its live state; its JSON is the API's. What a device never told is absent.
///
/// @param state `online`, `offline` or `unknown`
/// @param light what its LED shows, as in the summary of the fleet
/// @param seenAt when it last spoke
/// @param changedAt when its state last changed
/// @param health its newest heartbeat, as it was sent; not in lists
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeviceView(
    String id,
    @Nullable String name,
    String site,
    List<String> tags,
    String state,
    @Nullable String phase,
    String light,
    Listener listener,
    @Nullable Wifi wifi,
    @Nullable Cloud cloud,
    @Nullable Memory mem,
    @Nullable Boot boot,
    @Nullable Instant seenAt,
    @Nullable Instant changedAt,
    List<OpenIncident> openIncidents,
    @Nullable Probe probe,
    Instant createdAt,
    int version,
    @Nullable Map<String, Object> health) {

  /// @param verdict our judgement: `listening`, `suspect`, `dead` or `unknown`
  /// @param state what the device itself says
  record Listener(
      String verdict,
      @Nullable String state,
      @Nullable Integer port,
      @Nullable Long generation,
      @Nullable Integer clients) {}

  /// @param rssi dBm
  record Wifi(@Nullable Boolean ready, @Nullable String bssid, @Nullable Integer rssi) {}

  /// @param rtt milliseconds to the vendor's cloud and back
  record Cloud(@Nullable Boolean up, @Nullable Integer rtt) {}

  /// Bytes.
  record Memory(@Nullable Integer free, @Nullable Integer min, @Nullable Integer block) {}

  /// @param up milliseconds of uptime at its newest heartbeat
  /// @param interval seconds between heartbeats
  record Boot(
      String id,
      Instant at,
      @Nullable String reset,
      @Nullable Long resetData,
      @Nullable Boolean expected,
      @Nullable String firmware,
      @Nullable String os,
      @Nullable String hardware,
      @Nullable String ip,
      List<String> caps,
      @Nullable Double interval,
      @Nullable Long up) {

    Boot up(long millis) {
      return new Boot(
          id, at, reset, resetData, expected, firmware, os, hardware, ip, caps, interval, millis);
    }
  }

  record OpenIncident(
      UUID id, String kind, String severity, String state, String summary, Instant openedAt) {}

  /// Where an operator allowed us to probe it.
  record Probe(String kind, String host, int port, @Nullable String path) {

    /// The address of the device's own page.
    public String url() {
      var authority = host.contains(":") ? "[" + host + "]" : host;
      return "http://" + authority + ":" + port + (path == null || path.isEmpty() ? "/" : path);
    }
  }

  /// With the facts of its newest heartbeat.
  DeviceView heard(Timelines.Entry beat) {
    var said = new Said(beat.body());
    return new DeviceView(
        id,
        name,
        site,
        tags,
        state,
        phase,
        light,
        new Listener(
            listener.verdict,
            said.text("listener", "state"),
            listener.port,
            said.number("listener", "gen"),
            said.integer("clients", "open")),
        new Wifi(
            said.flag("wifi", "ready"),
            wifi == null ? null : wifi.bssid,
            said.integer("wifi", "rssi")),
        said.cloud(),
        said.memory(),
        boot == null ? null : boot.up(beat.up()),
        seenAt,
        changedAt,
        openIncidents,
        probe,
        createdAt,
        version,
        health);
  }

  /// What a heartbeat says.
  private record Said(Map<String, Object> body) {
    @Nullable Object of(String part, String field) {
      return body.get(part) instanceof Map<?, ?> map ? map.get(field) : null;
    }

    @Nullable String text(String part, String field) {
      return of(part, field) instanceof String text ? text : null;
    }

    @Nullable Boolean flag(String part, String field) {
      return of(part, field) instanceof Boolean flag ? flag : null;
    }

    @Nullable Long number(String part, String field) {
      return of(part, field) instanceof Number number ? number.longValue() : null;
    }

    @Nullable Integer integer(String part, String field) {
      return of(part, field) instanceof Number number ? number.intValue() : null;
    }

    @Nullable Cloud cloud() {
      var up = flag("cloud", "up");
      return up == null ? null : new Cloud(up, integer("cloud", "rtt"));
    }

    @Nullable Memory memory() {
      var free = integer("mem", "free");
      return free == null ? null : new Memory(free, integer("mem", "min"), integer("mem", "block"));
    }
  }

  DeviceView with(Map<String, Object> newestHealth) {
    return new DeviceView(
        id,
        name,
        site,
        tags,
        state,
        phase,
        light,
        listener,
        wifi,
        cloud,
        mem,
        boot,
        seenAt,
        changedAt,
        openIncidents,
        probe,
        createdAt,
        version,
        newestHealth);
  }
}
