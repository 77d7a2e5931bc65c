package io.cyanwatch.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/// Stands before the slow password check, so that guessing is slow and cheap for us.
final class LoginThrottle extends OncePerRequestFilter {
  private static final RequestMatcher LOGIN =
      PathPatternRequestMatcher.pathPattern(HttpMethod.POST, "/login");

  private final Doorman doorman;

  LoginThrottle(Doorman doorman) {
    this.doorman = doorman;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var wait = LOGIN.matches(request) ? doorman.beforeLogin(request) : null;
    if (wait != null && wait.isPresent()) {
      Refusals.retryAfter(response, wait.get());
      response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
      return;
    }
    chain.doFilter(request, response);
  }
}
