package io.cyanwatch.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "access")
class AuditApi {
  private final AuditLog log;

  AuditApi(AuditLog log) {
    this.log = log;
  }

  @GetMapping("/api/v1/audit")
  @Operation(summary = "Reads the audit log, newest first")
  Page<AuditLog.Entry> list(
      @RequestParam @Nullable Integer limit,
      @RequestParam @Nullable String after,
      @RequestParam @Nullable String actor,
      @RequestParam @Nullable String action) {
    var paging = Paging.of(limit, after);
    return paging.page(log.rows(paging, actor, action), entry -> Paging.cursor(entry.id()));
  }
}
