package io.cyanwatch.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// How the filters say no: a problem to programs, the login form to people.
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {
  private final JsonMapper json;
  private final Doorman doorman;

  Refusals(JsonMapper json, Doorman doorman) {
    this.json = json;
    this.doorman = doorman;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    if (Paths.forPrograms(request)) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      write(
          response,
          ProblemJson.of(
              HttpStatus.UNAUTHORIZED, "unauthorized", "Send a token: Authorization: Bearer cw_…"));
    } else {
      toTheLogin(request, response);
    }
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
      throws IOException {
    doorman.denied(request);
    if (Paths.forPrograms(request)) {
      write(response, forbidden(why));
    } else if (why instanceof CsrfException) {
      toTheLogin(request, response);
    } else {
      response.sendError(HttpStatus.FORBIDDEN.value());
    }
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, RequestRejectedException why)
      throws IOException {
    write(
        response,
        ProblemJson.of(HttpStatus.BAD_REQUEST, "bad-request", "The request line is not accepted."));
  }

  void badToken(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var wait = doorman.badToken(request);
    if (wait.isPresent()) {
      retryAfter(response, wait.get());
      write(
          response,
          ProblemJson.of(
              HttpStatus.TOO_MANY_REQUESTS, "too-many-attempts", "Too many bad tokens; wait."));
      return;
    }
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
    write(
        response,
        ProblemJson.of(
            HttpStatus.UNAUTHORIZED,
            "unauthorized",
            "The token is unknown, expired, revoked or mistyped."));
  }

  static void retryAfter(HttpServletResponse response, Duration wait) {
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds() + 1));
  }

  private static ProblemJson forbidden(AccessDeniedException why) {
    return why instanceof CsrfException
        ? ProblemJson.of(
            HttpStatus.FORBIDDEN, "csrf", "Send the page's token in the header X-CSRF-TOKEN.")
        : ProblemJson.of(HttpStatus.FORBIDDEN, "forbidden", "Your scope does not reach this far.");
  }

  /// A fragment asked for by a page moves the whole page.
  private static void toTheLogin(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var login = request.getContextPath() + "/login";
    if (request.getHeader("HX-Request") == null) {
      response.sendRedirect(login);
    } else {
      response.setHeader("HX-Redirect", login);
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
    }
  }

  private void write(HttpServletResponse response, ProblemJson problem) throws IOException {
    response.setStatus(problem.status());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(problem));
  }
}
