package io.cyanwatch.dashboard;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// Live changes as server-sent events: `device`, `incident`, `command`.
@RestController
class StreamApi {
  private final Stream stream;

  StreamApi(Stream stream) {
    this.stream = stream;
  }

  @GetMapping(path = "/api/v1/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  ResponseEntity<SseEmitter> stream() {
    var emitter =
        stream
            .open()
            .orElseThrow(
                () ->
                    new ResponseStatusException(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Enough live pages are open. Close one, or try again later."));
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        // A proxy that buffers would turn live into late.
        .header("X-Accel-Buffering", "no")
        .body(emitter);
  }
}
