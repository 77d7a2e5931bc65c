package io.cyanwatch.access;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.FormLoginConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// The only security filter chain. Nothing here makes a session for somebody who is not logged in:
/// strangers cannot fill the memory.
@Configuration(proxyBeanMethods = false)
class SecurityChain {
  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; font-src 'self' data:; object-src 'none';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /// The generated API page writes styles into itself.
  private static final String RELAXED = POLICY + "; style-src 'self' 'unsafe-inline'";

  private static final RequestMatcher API_PAGE = pathPattern("/swagger-ui/**");

  @Bean
  PasswordEncoder passwordEncoder() {
    return PasswordEncoderFactories.createDelegatingPasswordEncoder();
  }

  @Bean
  SecurityFilterChain chain(
      HttpSecurity http, Keyring keyring, Refusals refusals, Doorman doorman) {
    var cache = requestCache();
    return http.authorizeHttpRequests(Paths::rules)
        .addFilterBefore(new BearerFilter(keyring, refusals), CsrfFilter.class)
        .addFilterBefore(new LoginThrottle(doorman), UsernamePasswordAuthenticationFilter.class)
        .formLogin(form -> login(form, doorman, cache))
        .logout(out -> out.logoutUrl("/logout").logoutSuccessUrl("/login?logout"))
        .httpBasic(basic -> basic.disable())
        .requestCache(saved -> saved.requestCache(cache))
        .csrf(SecurityChain::csrf)
        .headers(SecurityChain::headers)
        .exceptionHandling(
            no -> no.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .build();
  }

  private static void login(
      FormLoginConfigurer<HttpSecurity> form, Doorman doorman, RequestCache cache) {
    var welcome = new SavedRequestAwareAuthenticationSuccessHandler();
    welcome.setRequestCache(cache);
    welcome.setDefaultTargetUrl("/");
    var again = new SimpleUrlAuthenticationFailureHandler("/login?error");
    again.setAllowSessionCreation(false);
    form.loginPage("/login")
        .successHandler(
            (request, response, who) -> {
              doorman.loggedIn(request, who.getName());
              welcome.onAuthenticationSuccess(request, response, who);
            })
        .failureHandler(
            (request, response, why) -> {
              doorman.loginFailed(request, String.valueOf(request.getParameter("username")));
              again.onAuthenticationFailure(request, response, why);
            });
  }

  /// Remembers in a cookie which page a stranger wanted, to show it after the login.
  private static RequestCache requestCache() {
    var cache = new CookieRequestCache();
    cache.setRequestMatcher(
        request ->
            HttpMethod.GET.matches(request.getMethod())
                && Paths.page(request)
                && !pathPattern("/error").matches(request)
                && request.getHeader("HX-Request") == null);
    return cache;
  }

  private static void csrf(CsrfConfigurer<HttpSecurity> csrf) {
    var tokens = new CookieCsrfTokenRepository();
    tokens.setHeaderName("X-CSRF-TOKEN");
    tokens.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
    csrf.csrfTokenRepository(tokens)
        .csrfTokenRequestHandler(new PageCsrf())
        .requireCsrfProtectionMatcher(SecurityChain::forgeable);
  }

  /// A browser adds cookies to a forged request by itself, but never an `Authorization` header.
  private static boolean forgeable(HttpServletRequest request) {
    return CsrfFilter.DEFAULT_CSRF_MATCHER.matches(request) && !BearerFilter.appliesTo(request);
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .addHeaderWriter(
            new DelegatingRequestMatcherHeaderWriter(
                API_PAGE, new ContentSecurityPolicyHeaderWriter(RELAXED)))
        .addHeaderWriter(
            new DelegatingRequestMatcherHeaderWriter(
                new NegatedRequestMatcher(API_PAGE), new ContentSecurityPolicyHeaderWriter(POLICY)))
        .frameOptions(frame -> frame.deny())
        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
        .permissionsPolicyHeader(
            permissions -> permissions.policy("camera=(), geolocation=(), microphone=()"));
  }
}
