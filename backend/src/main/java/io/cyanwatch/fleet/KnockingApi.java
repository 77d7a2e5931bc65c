package io.cyanwatch.fleet;

import io.cyanwatch.access.Idempotency;
import io.cyanwatch.access.Page;
import io.cyanwatch.access.Paging;
import io.cyanwatch.access.Problem;
import io.cyanwatch.fleet.Device.DeviceView;
import io.cyanwatch.fleet.Fleet.Registration;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/knocking")
@Tag(name = "fleet")
class KnockingApi {
  private final Knocks knocks;
  private final Registry registry;
  private final DeviceApi devices;
  private final Idempotency idempotency;

  KnockingApi(Knocks knocks, Registry registry, DeviceApi devices, Idempotency idempotency) {
    this.knocks = knocks;
    this.registry = registry;
    this.devices = devices;
    this.idempotency = idempotency;
  }

  @GetMapping
  @Operation(summary = "Lists devices that spoke without being registered, the latest first")
  Page<Knocks.Knock> list(
      @RequestParam @Nullable Integer limit, @RequestParam @Nullable String after) {
    var paging = Paging.of(limit, after);
    return paging.page(knocks.rows(paging), knock -> Paging.cursor(knock.lastAt(), knock.id()));
  }

  @PostMapping("/{id}/adopt")
  @Operation(summary = "Registers a device that knocked; the answer holds its password once")
  ResponseEntity<DeviceView> adopt(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @PathVariable String id) {
    return idempotency.once(
        key, id, DeviceView.class, DeviceView::withoutPassword, () -> adopted(id));
  }

  private ResponseEntity<DeviceView> adopted(String id) {
    if (!knocks.waiting(id)) {
      throw Problem.notFound("knocking device", id);
    }
    return devices.created(registry.register(new Registration(id, null, null, List.of(), null)));
  }
}
