package io.cyanwatch.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cyanwatch.fleet.DeviceRef;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reading what a device said.
public interface Timelines {

  /// A stretch of one device's time, ready to be drawn.
  ///
  /// @param points at most so many per gauge
  Drawing draw(long device, Instant from, Instant to, int points);

  /// The newest heartbeat.
  Optional<Entry> newestHealth(long device);

  /// The newest heartbeat of each of these devices, as far as they sent one within the last day in
  /// which they were heard.
  Map<Long, Entry> newestHealth(Collection<Long> devices);

  /// The newest boots, newest first.
  List<Boot> boots(long device, int limit);

  /// Hands every stored record of the stretch to `sink`, oldest first, holding an hour of them at
  /// most. No transaction is open while the sink works.
  void records(long device, Instant from, Instant to, Consumer<Entry> sink);

  /// Hands what the device said since `from` and we were told before `to` to `sink`, in the order
  /// in which it came and with the birth that introduces it first. Holds what waits for its turn,
  /// about a day of it; no transaction is open while the sink works.
  void history(DeviceRef device, Instant from, Instant to, Consumer<Heard> sink);

  /// When nobody was watching, oldest first.
  List<Unwatched> unwatched(Instant from, Instant to);

  /// @param lanes `power wifi cloud listener`, each a list of spans without overlap
  /// @param gauges by key: `[time, min, avg, max]` for each stretch that has values
  record Drawing(
      Map<String, List<Span>> lanes,
      Map<String, List<List<Object>>> gauges,
      List<Happening> events,
      List<Boot> boots,
      List<Unwatched> unwatched) {}

  /// @param generation of the listener; null on other lanes
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Span(Instant from, Instant to, String value, @Nullable Long generation) {}

  /// Something that happened at one moment.
  ///
  /// @param kind `birth event bye reply probe will`
  /// @param detail of an event its detail; of anything else what was sent
  record Happening(Instant at, String kind, String name, String boot, Map<String, Object> detail) {}

  record Unwatched(Instant from, @Nullable Instant to, String reason) {}

  /// @param resetData of a panic the SOS blink count
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Boot(
      Instant at,
      String boot,
      @Nullable String reset,
      @Nullable Long resetData,
      @Nullable Boolean expected,
      @Nullable String firmware,
      @Nullable String os,
      @Nullable String hardware,
      @Nullable String ip,
      @Nullable Integer port,
      List<String> caps,
      @Nullable Long intervalMs) {}

  /// A stored record as it was sent, and when we think that was.
  ///
  /// @param body the fields that the protocol knows, without the envelope's
  record Entry(
      String kind,
      String boot,
      long seq,
      long conn,
      long up,
      Map<String, Object> body,
      Instant receivedAt,
      Instant atEstimated,
      long atErrorMs) {}
}
