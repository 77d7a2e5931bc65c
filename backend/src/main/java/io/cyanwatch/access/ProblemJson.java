package io.cyanwatch.access;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;

/// A refusal as RFC 9457 writes it.
///
/// @param type `/problems/` and a stable name; callers tell refusals apart by it
/// @param field the offending field, where there is one
/// @param errors all offending fields, when there are several
/// @param id names this very failure in our log
@Schema(name = "Problem")
record ProblemJson(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String field,
    @Nullable List<FieldError> errors,
    @Nullable String id) {

  record FieldError(String field, String detail) {}

  static ProblemJson of(HttpStatusCode status, String type, String detail) {
    return new ProblemJson(
        "/problems/" + type, title(type), status.value(), detail, null, null, null);
  }

  static ProblemJson of(Problem problem) {
    var plain = of(problem.status(), problem.type(), problem.detail());
    return problem.field().isEmpty() ? plain : plain.about(problem.field());
  }

  ProblemJson about(String field) {
    return new ProblemJson(type, title, status, detail, field, errors, id);
  }

  ProblemJson all(List<FieldError> errors) {
    return new ProblemJson(type, title, status, detail, field, errors, id);
  }

  ProblemJson known(String id) {
    return new ProblemJson(type, title, status, detail, field, errors, id);
  }

  private static String title(String type) {
    return Character.toUpperCase(type.charAt(0)) + type.substring(1).replace('-', ' ');
  }
}
