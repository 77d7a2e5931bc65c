package io.cyanwatch.access;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.boot.webmvc.autoconfigure.error.BasicErrorController;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What failed before it reached a room is a problem too; browsers get an error page.
@Controller
class ErrorAnswers extends BasicErrorController {
  private static final TypeReference<Map<String, @Nullable Object>> FIELDS =
      new TypeReference<>() {};

  private final JsonMapper json;

  ErrorAnswers(
      ErrorAttributes attributes,
      WebProperties web,
      List<ErrorViewResolver> views,
      JsonMapper json) {
    super(attributes, web.getError(), views);
    this.json = json;
  }

  @Override
  public ResponseEntity<Map<String, @Nullable Object>> error(HttpServletRequest request) {
    var status = getStatus(request);
    var failed = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
    if (!failed.startsWith(request.getContextPath() + "/api/")) {
      return super.error(request);
    }
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(json.convertValue(problem(status), FIELDS));
  }

  private static ProblemJson problem(HttpStatus status) {
    return status.is5xxServerError()
        ? ProblemJson.of(status, "internal", "We failed; the log knows why.")
        : ProblemJson.of(status, "bad-request", status.getReasonPhrase());
  }
}
