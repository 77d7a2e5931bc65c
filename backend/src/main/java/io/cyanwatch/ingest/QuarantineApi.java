package io.cyanwatch.ingest;

import io.cyanwatch.access.Page;
import io.cyanwatch.access.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "ingest")
class QuarantineApi {
  private final Quarantine quarantine;

  QuarantineApi(Quarantine quarantine) {
    this.quarantine = quarantine;
  }

  /// @param field the offending field; left out when it is the message as a whole
  /// @param size of the payload in bytes; what is shown of it may be less
  /// @param text the payload's beginning, if it is text
  /// @param base64 the payload's beginning, if it is not
  record RefusedView(
      long id,
      Instant at,
      String topic,
      String reason,
      @Nullable String field,
      String detail,
      int size,
      boolean cut,
      @Nullable String text,
      @Nullable String base64) {

    static RefusedView of(Quarantine.Row row) {
      var text = QuarantineApi.text(row.payload(), row.size() > row.payload().length);
      return new RefusedView(
          row.id(),
          row.at(),
          row.topic(),
          row.reason(),
          row.field().isEmpty() ? null : row.field(),
          row.detail(),
          row.size(),
          row.size() > row.payload().length,
          text.orElse(null),
          text.isPresent() ? null : Base64.getEncoder().encodeToString(row.payload()));
    }
  }

  @GetMapping("/api/v1/quarantine")
  @Operation(summary = "Lists refused messages and why they were refused, newest first")
  Page<RefusedView> list(
      @RequestParam @Nullable Integer limit,
      @RequestParam @Nullable String after,
      @RequestParam @Nullable String reason) {
    var paging = Paging.of(limit, after);
    return paging
        .page(quarantine.rows(paging, reason), row -> Paging.cursor(row.id()))
        .map(RefusedView::of);
  }

  /// Empty when the bytes are no text. A cut may have gone through a character of up to four bytes.
  private static Optional<String> text(byte[] payload, boolean cut) {
    for (var less = 0; less <= (cut ? 3 : 0) && less <= payload.length; less++) {
      try {
        var bytes = ByteBuffer.wrap(payload, 0, payload.length - less);
        return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
      } catch (CharacterCodingException _) {
        // One byte less may do.
      }
    }
    return Optional.empty();
  }
}
