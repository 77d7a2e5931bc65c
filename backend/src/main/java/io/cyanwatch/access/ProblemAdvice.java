package io.cyanwatch.access;

import io.cyanwatch.access.ProblemJson.FieldError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidFormatException;

/// Turns whatever a call of the API ends with into a problem. Pages keep their error pages.
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice {
  private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z0-9])[A-Z]");
  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  /// What is thrown on is answered elsewhere: by the filters, or as an error page.
  @ExceptionHandler
  ResponseEntity<ProblemJson> answer(
      Exception thrown, HttpServletRequest request, HttpServletResponse response) throws Exception {
    if (!Paths.forApi(request) || response.isCommitted()) {
      throw thrown;
    }
    return switch (thrown) {
      case AuthenticationException _, AccessDeniedException _, AsyncRequestNotUsableException _ ->
          throw thrown;
      case ErrorResponse known when known.getStatusCode().is4xxClientError() ->
          body(known.getHeaders(), refused(thrown, known));
      case ErrorResponse known -> body(known.getHeaders(), failed(thrown, known));
      default -> body(HttpHeaders.EMPTY, ours(thrown));
    };
  }

  private static ResponseEntity<ProblemJson> body(HttpHeaders headers, ProblemJson problem) {
    return ResponseEntity.status(problem.status())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  private ProblemJson ours(Exception thrown) {
    return switch (thrown) {
      case Problem problem -> ProblemJson.of(problem);
      case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
      case MethodArgumentTypeMismatchException odd ->
          badField(snake(odd.getName()), "It has the wrong form.");
      case OptimisticLockingFailureException _ ->
          ProblemJson.of(HttpStatus.CONFLICT, "stale-version", "It changed in the meantime.");
      default -> unexpected(thrown);
    };
  }

  private static ProblemJson refused(Exception thrown, ErrorResponse known) {
    return switch (thrown) {
      case MethodArgumentNotValidException invalid ->
          invalid(
              invalid.getFieldErrors().stream()
                  .map(e -> new FieldError(snake(e.getField()), sentence(e.getDefaultMessage())))
                  .toList());
      case HandlerMethodValidationException invalid ->
          invalid(
              invalid.getParameterValidationResults().stream()
                  .flatMap(
                      result ->
                          result.getResolvableErrors().stream()
                              .map(
                                  e ->
                                      new FieldError(
                                          snake(
                                              String.valueOf(
                                                  result.getMethodParameter().getParameterName())),
                                          sentence(e.getDefaultMessage()))))
                  .toList());
      case MissingServletRequestParameterException missing ->
          badField(missing.getParameterName(), "It is missing.");
      case MissingRequestHeaderException missing ->
          badField(missing.getHeaderName(), "It is missing.");
      case MethodArgumentTypeMismatchException odd ->
          badField(snake(odd.getName()), "It has the wrong form.");
      default -> plain(known);
    };
  }

  private static ProblemJson plain(ErrorResponse known) {
    var status = HttpStatus.valueOf(known.getStatusCode().value());
    var type =
        status == HttpStatus.NOT_FOUND
            ? "not-found"
            : status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    var detail = known.getBody().getDetail();
    return ProblemJson.of(status, type, detail == null ? status.getReasonPhrase() : detail);
  }

  private static ProblemJson unreadable(HttpMessageNotReadableException unreadable) {
    if (!(unreadable.getCause() instanceof JacksonException odd) || odd.getPath().isEmpty()) {
      return ProblemJson.of(
          HttpStatus.BAD_REQUEST, "unreadable-body", "The body is missing or no proper JSON.");
    }
    var field =
        odd.getPath().stream()
            .map(step -> step.getPropertyName() == null ? "[]" : step.getPropertyName())
            .collect(Collectors.joining("."))
            .replace(".[]", "[]");
    return badField(field, expected(odd));
  }

  private static String expected(JacksonException odd) {
    if (odd instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
      return "It is one of "
          + Arrays.stream(format.getTargetType().getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "))
          + ".";
    }
    return "It has the wrong form.";
  }

  private static ProblemJson invalid(List<FieldError> errors) {
    if (errors.isEmpty()) {
      return ProblemJson.of(HttpStatus.BAD_REQUEST, "bad-request", "The request is not valid.");
    }
    var first = badField(errors.getFirst().field(), errors.getFirst().detail());
    return errors.size() == 1 ? first : first.all(errors);
  }

  private static ProblemJson badField(String field, String detail) {
    return ProblemJson.of(HttpStatus.BAD_REQUEST, "bad-field", detail).about(field);
  }

  private static ProblemJson failed(Exception thrown, ErrorResponse known) {
    return known.getStatusCode().value() == HttpStatus.SERVICE_UNAVAILABLE.value()
        ? plain(known)
        : unexpected(thrown);
  }

  /// Tells the caller a number and nothing else; the number finds the cause in the log.
  private static ProblemJson unexpected(Exception thrown) {
    var id = UUID.randomUUID().toString();
    log.error("Failure {}", id, thrown);
    return ProblemJson.of(
            HttpStatus.INTERNAL_SERVER_ERROR, "internal", "We failed. The log knows " + id + ".")
        .known(id);
  }

  private static String snake(String field) {
    return CAPITAL.matcher(field).replaceAll("_$0").toLowerCase(Locale.ROOT);
  }

  private static String sentence(@Nullable String message) {
    return message == null ? "It is not valid." : "It " + message + ".";
  }
}
