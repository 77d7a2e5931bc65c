package io.cyanwatch.access;

import org.springframework.http.HttpStatus;

/// A refusal that its caller can act on; answered as `application/problem+json` (RFC 9457).
public final class Problem extends RuntimeException {
  private final HttpStatus status;
  private final String type;
  private final String field;
  private final String detail;

  private Problem(HttpStatus status, String type, String field, String detail) {
    super(detail);
    this.status = status;
    this.type = type;
    this.field = field;
    this.detail = detail;
  }

  /// 400, naming the offending field.
  public static Problem badField(String field, String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, "bad-field", field, detail);
  }

  /// 404.
  public static Problem notFound(String what, String id) {
    return new Problem(
        HttpStatus.NOT_FOUND, "not-found", "", "There is no " + what + " '" + id + "'.");
  }

  /// 409, with a stable `type` such as `stale-version`.
  public static Problem conflict(String type, String detail) {
    return new Problem(HttpStatus.CONFLICT, type, "", detail);
  }

  /// Any other refusal, with its stable `type`.
  public static Problem of(HttpStatus status, String type, String detail) {
    return new Problem(status, type, "", detail);
  }

  public HttpStatus status() {
    return status;
  }

  /// The last segment of the problem's `type`.
  public String type() {
    return type;
  }

  /// One sentence for the caller.
  public String detail() {
    return detail;
  }

  /// The offending field; empty when it is not about one.
  public String field() {
    return field;
  }
}
