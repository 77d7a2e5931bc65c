package io.cyanwatch.timeline;

import io.cyanwatch.access.Problem;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.timeline.Timelines.Entry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import tools.jackson.databind.json.JsonMapper;

/// The stored records of a device, one JSON object a line, however many there are.
@RestController
class RecordsApi {
  private final Fleet fleet;
  private final Timelines timelines;
  private final JsonMapper json;
  private final Clock clock;

  RecordsApi(Fleet fleet, Timelines timelines, JsonMapper json, Clock clock) {
    this.fleet = fleet;
    this.timelines = timelines;
    this.json = json;
    this.clock = clock;
  }

  @GetMapping("/api/v1/devices/{id}/records")
  ResponseEntity<StreamingResponseBody> records(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String from,
      @RequestParam(defaultValue = "") String to) {
    var device = fleet.find(id).orElseThrow(() -> Problem.notFound("device", id));
    var asked = Stretch.of(from, to, clock.instant());
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_NDJSON)
        .body(out -> write(device.nr(), asked.from(), asked.to(), out));
  }

  private void write(long device, Instant from, Instant to, OutputStream out) throws IOException {
    var buffered = new BufferedOutputStream(out, 16 * 1024);
    timelines.records(device, from, to, entry -> write(entry, buffered));
    buffered.flush();
  }

  private void write(Entry entry, OutputStream out) {
    try {
      out.write(json.writeValueAsBytes(line(entry)));
      out.write('\n');
    } catch (IOException gone) {
      throw new UncheckedIOException("The reader left.", gone);
    }
  }

  /// The record as it was sent, and what we know of it.
  private static Map<String, Object> line(Entry entry) {
    var line = new LinkedHashMap<String, Object>();
    line.put("kind", entry.kind());
    line.put("boot", entry.boot());
    line.put("seq", entry.seq());
    line.put("conn", entry.conn());
    line.put("up", entry.up());
    line.putAll(entry.body());
    line.put("received_at", entry.receivedAt());
    line.put("at_estimated", entry.atEstimated());
    line.put("at_error_ms", entry.atErrorMs());
    return line;
  }
}
