package io.cyanwatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.FilterChainProxy;

/// The chain itself, from addresses of our choice: over HTTP everybody here is 127.0.0.1.
@CyanwatchTest
class DoormanTests {
  @Autowired FilterChainProxy chain;
  @Autowired JdbcClient jdbc;

  @Test
  void tooManyBadTokensFromOneAddressHaveToWait() throws Exception {
    var last = new MockHttpServletResponse();
    for (int i = 0; i < 21; i++) {
      last = api("198.51.100.1", "Bearer " + TokenText.mint());
    }

    assertThat(last.getStatus()).isEqualTo(429);
    assertThat(last.getContentType()).isEqualTo("application/problem+json");
    assertThat(Integer.parseInt(String.valueOf(last.getHeader("Retry-After")))).isBetween(1, 6);
    assertThat(api("198.51.100.2", "Bearer " + TokenText.mint()).getStatus()).isEqualTo(401);
    assertThat(api("198.51.100.1", "Bearer " + CyanwatchTest.TOKEN).getStatus()).isEqualTo(200);
  }

  @Test
  void aFloodOfBadTokensDoesNotFloodTheAuditLog() throws Exception {
    for (int i = 0; i < 100; i++) {
      var _ = api("198.51.100.3", "Bearer flood");
    }

    assertThat(audited("token.refused", "198.51.100.3")).isBetween(20, 25);
  }

  @Test
  void tooManyWrongPasswordsFromOneAddressHaveToWaitEvenWithTheRightOne() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(login("198.51.100.4", "wrong").getStatus()).isEqualTo(302);
    }

    var tooMany = login("198.51.100.4", CyanwatchTest.PASSWORD);

    assertThat(tooMany.getStatus()).isEqualTo(429);
    assertThat(tooMany.getHeader("Retry-After")).isNotNull();
    assertThat(login("198.51.100.5", CyanwatchTest.PASSWORD).getRedirectedUrl()).isEqualTo("/");
    assertThat(audited("login.failed", "198.51.100.4")).isEqualTo(10);
    assertThat(audited("login.ok", "198.51.100.5")).isEqualTo(1);
  }

  @Test
  void allAddressesOfOneIpv6NetworkAreOne() {
    var first = Doorman.address(from("2001:db8:1:2::1"));

    assertThat(Doorman.address(from("2001:db8:1:2:ffff::9"))).isEqualTo(first);
    assertThat(Doorman.address(from("2001:db8:1:3::1"))).isNotEqualTo(first);
    assertThat(Doorman.address(from("192.0.2.1"))).isNotEqualTo(Doorman.address(from("192.0.2.2")));
  }

  private MockHttpServletResponse api(String address, String authorization)
      throws IOException, ServletException {
    var request = from(address);
    request.setMethod("GET");
    request.setRequestURI("/api/v1/tokens");
    request.addHeader("Authorization", authorization);
    return passed(request);
  }

  private MockHttpServletResponse login(String address, String password)
      throws IOException, ServletException {
    var request = from(address);
    request.setMethod("POST");
    request.setRequestURI("/login");
    request.setParameter("username", "admin");
    request.setParameter("password", password);
    request.setCookies(new jakarta.servlet.http.Cookie("XSRF-TOKEN", "t"));
    request.addHeader("X-CSRF-TOKEN", "AHQ=");
    return passed(request);
  }

  private MockHttpServletResponse passed(MockHttpServletRequest request)
      throws IOException, ServletException {
    var response = new MockHttpServletResponse();
    chain.doFilter(request, response, new MockFilterChain());
    return response;
  }

  private static MockHttpServletRequest from(String address) {
    var request = new MockHttpServletRequest();
    request.setRemoteAddr(address);
    return request;
  }

  private int audited(String action, String address) {
    return jdbc.sql(
            "select count(*) from access.audit where action = ? and detail ->> 'address' = ?")
        .params(action, address)
        .query(Integer.class)
        .single();
  }
}
