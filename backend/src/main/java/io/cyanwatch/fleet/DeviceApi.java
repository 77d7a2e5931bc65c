package io.cyanwatch.fleet;

import io.cyanwatch.access.Idempotency;
import io.cyanwatch.fleet.Device.DeviceView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/devices")
@Tag(name = "fleet")
class DeviceApi {
  private final Registry registry;
  private final Changes changes;
  private final Idempotency idempotency;

  DeviceApi(Registry registry, Changes changes, Idempotency idempotency) {
    this.registry = registry;
    this.changes = changes;
    this.idempotency = idempotency;
  }

  /// The answer to a rotation.
  record Rotated(String id, Mqtt mqtt) {
    Rotated withoutPassword() {
      return new Rotated(id, mqtt.withoutPassword());
    }
  }

  @PostMapping
  @Operation(
      summary = "Registers a device",
      description = "The password is in this answer only; a replay does not repeat it.")
  ResponseEntity<DeviceView> register(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody NewDevice asked) {
    var registration = asked.checked();
    return idempotency.once(
        key,
        asked,
        DeviceView.class,
        DeviceView::withoutPassword,
        () -> created(registry.register(registration)));
  }

  @PatchMapping("/{id}")
  @Operation(
      summary = "Changes what is given, removes what is null",
      description = "With a version, only while the device is at that version.")
  DeviceView change(@PathVariable String id, @RequestBody Map<String, @Nullable Object> asked) {
    return registry.change(id, asked, device -> changes.apply(asked, device));
  }

  @DeleteMapping("/{id}")
  @Operation(summary = "Removes a device and its passwords")
  ResponseEntity<Void> remove(@PathVariable String id) {
    registry.remove(id);
    return ResponseEntity.noContent().build();
  }

  @PostMapping("/{id}/credentials")
  @Operation(
      summary = "Makes another password",
      description =
          "The one in use stays valid until the new one is used. The password is in this answer"
              + " only; a replay does not repeat it.")
  ResponseEntity<Rotated> rotate(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @PathVariable String id) {
    return idempotency.once(
        key,
        id,
        Rotated.class,
        Rotated::withoutPassword,
        () -> ResponseEntity.ok(new Rotated(id, Mqtt.of(registry.rotate(id)))));
  }

  ResponseEntity<DeviceView> created(Fleet.Credentials credentials) {
    var id = credentials.username();
    return ResponseEntity.created(URI.create("/api/v1/devices/" + id))
        .body(registry.view(id).with(Mqtt.of(credentials)));
  }
}
