package io.cyanwatch.fleet;

import io.cyanwatch.access.Audit;
import io.cyanwatch.access.Idempotency;
import io.cyanwatch.access.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Registers many devices at once.
@RestController
@Tag(name = "fleet")
class ImportApi {
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_ROWS = 10_000;
  private static final String PATH = "/api/v1/devices:import";
  private static final String CSV = "text/csv";
  private static final String NDJSON = "application/x-ndjson";

  private final Registry registry;
  private final Idempotency idempotency;
  private final Audit audit;
  private final TransactionTemplate transaction;
  private final JsonMapper json;

  ImportApi(
      Registry registry,
      Idempotency idempotency,
      Audit audit,
      TransactionTemplate transaction,
      JsonMapper json) {
    this.registry = registry;
    this.idempotency = idempotency;
    this.audit = audit;
    this.transaction = transaction;
    this.json = json;
  }

  /// What became of each row.
  record Report(long registered, long refused, List<ImportRow> rows) {

    static Report of(List<ImportRow> rows) {
      var registered = rows.stream().filter(row -> row.mqtt() != null).count();
      return new Report(registered, rows.size() - registered, rows);
    }

    Report withoutPasswords() {
      return new Report(
          registered, refused, rows.stream().map(ImportRow::withoutPassword).toList());
    }
  }

  @PostMapping(path = PATH, consumes = CSV)
  @Operation(
      summary = "Registers devices from CSV",
      requestBody =
          @RequestBody(content = @Content(mediaType = CSV, schema = @Schema(type = "string"))),
      description =
          "The header names the columns id, name, site, tags (separated by semicolons),"
              + " probe_kind, probe_host and probe_port. A bad row costs only itself. Up to"
              + " 10,000 rows in 4 MiB. Passwords are in this answer only.")
  ResponseEntity<Report> csv(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      InputStream body)
      throws IOException {
    var lines = lines(body);
    return once(key, lines, ImportFile.Csv.of(lines));
  }

  @PostMapping(path = PATH, consumes = NDJSON)
  @Operation(
      summary = "Registers devices from NDJSON",
      requestBody =
          @RequestBody(content = @Content(mediaType = NDJSON, schema = @Schema(type = "string"))),
      description = "One object per line, as in a single registration; otherwise as for CSV.")
  ResponseEntity<Report> ndjson(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      InputStream body)
      throws IOException {
    var lines = lines(body);
    return once(key, lines, new ImportFile.NdJson(lines, json));
  }

  private ResponseEntity<Report> once(@Nullable String key, List<String> lines, ImportFile file) {
    if (file.rows().size() > MOST_ROWS) {
      throw tooLarge();
    }
    return idempotency.once(
        key,
        lines,
        Report.class,
        Report::withoutPasswords,
        () ->
            ResponseEntity.ok(
                Objects.requireNonNull(transaction.execute(_ -> Report.of(registered(file))))));
  }

  private List<ImportRow> registered(ImportFile file) {
    var report = new ArrayList<ImportRow>();
    for (var row : file.rows()) {
      report.add(registered(file, report.size() + 1, row));
    }
    audit.record("device.import", "", Map.of("rows", report.size()));
    return report;
  }

  private ImportRow registered(ImportFile file, int number, String row) {
    @Nullable String id = null;
    try {
      var device = file.read(row);
      id = device.id();
      return registry
          .add(device.checked())
          .map(credentials -> ImportRow.registered(number, credentials))
          .orElseGet(() -> ImportRow.refused(number, device.id(), Registry.taken(device.id())));
    } catch (Problem why) {
      return ImportRow.refused(number, id, why);
    }
  }

  private static List<String> lines(InputStream body) throws IOException {
    var bytes = body.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw tooLarge();
    }
    var text = new String(bytes, StandardCharsets.UTF_8);
    var unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return unmarked.lines().filter(line -> !line.isBlank()).toList();
  }

  private static Problem tooLarge() {
    return Problem.of(
        HttpStatus.CONTENT_TOO_LARGE, "too-large", "At most 10,000 rows in 4 MiB at once.");
  }
}
