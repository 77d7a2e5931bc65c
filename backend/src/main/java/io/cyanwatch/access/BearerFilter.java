package io.cyanwatch.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets programs in by their token. A token that is shown must be good: it never falls back to a
/// session.
final class BearerFilter extends OncePerRequestFilter {
  private static final String SCHEME = "Bearer ";

  private final Keyring keyring;
  private final Refusals refusals;

  /// Keeps the caller known when a streamed answer is dispatched again.
  private final RequestAttributeSecurityContextRepository perRequest =
      new RequestAttributeSecurityContextRepository();

  BearerFilter(Keyring keyring, Refusals refusals) {
    this.keyring = keyring;
    this.refusals = refusals;
  }

  /// Whether the request says who it is by a token, where tokens count.
  static boolean appliesTo(HttpServletRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null
        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && Paths.takesTokens(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!appliesTo(request)) {
      chain.doFilter(request, response);
      return;
    }
    var text = request.getHeader(HttpHeaders.AUTHORIZATION).substring(SCHEME.length()).strip();
    var bearer = keyring.holderOf(text);
    if (bearer.isEmpty()) {
      refusals.badToken(request, response);
      return;
    }
    enter(bearer.get(), request, response);
    chain.doFilter(request, response);
  }

  private void enter(
      Keyring.Bearer bearer, HttpServletRequest request, HttpServletResponse response) {
    var context =
        new SecurityContextImpl(
            UsernamePasswordAuthenticationToken.authenticated(
                bearer.actor().name(), null, bearer.scope().authorities()));
    SecurityContextHolder.setContext(context);
    perRequest.saveContext(context, request, response);
  }
}
