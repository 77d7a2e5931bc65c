package io.cyanwatch.access;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// Who may go where: the one place that says so.
final class Paths {
  /// Programs come here with a token; refusals are problems. Elsewhere people come with a session.
  private static final RequestMatcher PROGRAMS =
      new OrRequestMatcher(
          pathPattern("/api/**"), pathPattern("/actuator/**"), pathPattern("/v3/api-docs/**"));

  /// What pages are made of: asking for it needs no anti-forgery token.
  private static final RequestMatcher STATIC =
      new OrRequestMatcher(
          pathPattern("/webjars/**"), pathPattern("/assets/**"), pathPattern("/favicon.*"));

  /// Pages that incidents name: a program may fetch them, a stranger is a person who logs in.
  private static final RequestMatcher NAMED = pathPattern("/runbooks/**");

  private static final String[] OPEN = {
    "/login",
    "/webjars/**",
    "/assets/**",
    "/favicon.*",
    "/error",
    "/actuator/health/liveness",
    "/actuator/health/readiness"
  };

  /// Where even looking is for administrators.
  private static final String[] SECRET = {"/api/v1/tokens/**", "/api/v1/audit/**"};

  /// Where changing is for administrators: who gets in, who is told, and what counts as a fault.
  private static final String[] GRAVE = {
    "/api/v1/webhooks/**",
    "/api/v1/deliveries/**",
    "/api/v1/rules/**",
    "/api/v1/devices:import",
    "/api/v1/devices/*/credentials",
    "/api/v1/knocking/**"
  };

  /// Questions that are too long for an address: they change nothing.
  private static final String[] LOOKING = {"/api/v1/rules:backtest"};

  private Paths() {}

  static boolean forPrograms(HttpServletRequest request) {
    return PROGRAMS.matches(request);
  }

  /// Where a token counts.
  static boolean takesTokens(HttpServletRequest request) {
    return PROGRAMS.matches(request) || NAMED.matches(request);
  }

  static boolean forApi(HttpServletRequest request) {
    return request.getRequestURI().startsWith(request.getContextPath() + "/api/");
  }

  static boolean page(HttpServletRequest request) {
    return !PROGRAMS.matches(request) && !STATIC.matches(request);
  }

  static void rules(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry on) {
    on.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
        .permitAll()
        .requestMatchers(OPEN)
        .permitAll()
        .requestMatchers(
            "/actuator/prometheus", "/v3/api-docs/**", "/v3/api-docs.yaml", "/swagger-ui*/**")
        .hasRole("read")
        .requestMatchers("/actuator/**", "/v3/**")
        .denyAll()
        .requestMatchers(SECRET)
        .hasRole("admin")
        .requestMatchers(HttpMethod.GET, "/**")
        .hasRole("read")
        .requestMatchers(HttpMethod.HEAD, "/**")
        .hasRole("read")
        .requestMatchers(HttpMethod.POST, LOOKING)
        .hasRole("read")
        .requestMatchers(GRAVE)
        .hasRole("admin")
        .requestMatchers(HttpMethod.DELETE, "/api/v1/devices/*")
        .hasRole("admin")
        .anyRequest()
        .hasRole("operate");
  }
}
