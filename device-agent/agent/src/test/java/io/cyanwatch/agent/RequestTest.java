package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.agent.Request.Asked;
import io.cyanwatch.agent.Request.Bad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {

  @Test
  void aRequestIsUnderstoodWithAndWithoutCarriageReturns() {
    var asked = new Asked(false, "/a?b", "yesterday");

    assertThat(Request.parse("GET /a?b HTTP/1.1\r\nIf-Modified-Since: yesterday\r\n\r\n"))
        .isEqualTo(asked);
    assertThat(Request.parse("GET /a?b HTTP/1.0\nif-modified-since:yesterday \n\n"))
        .isEqualTo(asked);
    assertThat(Request.parse("HEAD / HTTP/1.1\n\n")).isEqualTo(new Asked(true, "/", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /",
        "GET  / HTTP/1.1",
        "GET / HTTP/1.1 ",
        " GET / HTTP/1.1",
        "GET / HTTP/2",
        "GET / HTTP/1.10",
        "GET / http/1.1",
        "G(T / HTTP/1.1",
        "GET / HTTP/1.1\nno colon",
        "GET / HTTP/1.1\n: nameless",
        "GET / HTTP/1.1\nspace : x",
        "GET / HTTP/1.1\nX: y\n folded",
        "GET / HTTP/1.1\nHost: a\nHost: b",
        "GET / HTTP/1.1\nContent-Length: -1",
        "GET / HTTP/1.1\nContent-Length:",
        "GET / HTTP/1.1\nContent-Length: 1\nContent-Length: 2",
        "POST / HTTP/1.1\nTransfer-Encoding: chunked",
        "POST / HTTP/1.1\nTransfer-Encoding: chunked\nContent-Length: 99999"
      })
  void nonsenseIsABadRequest(String head) {
    assertThat(Request.parse(head + "\n\n")).isEqualTo(new Bad(400));
  }

  @ParameterizedTest
  @CsvSource({
    "65536, 405",
    "65537, 413",
    "00000000000000065536, 405",
    "999999999, 413",
    "1000000000, 413",
    "99999999999999999999999, 413",
    "0, 405"
  })
  void aBodyMayBeAnnouncedUpToTheMost(String length, int status) {
    assertThat(Request.parse("POST / HTTP/1.1\nContent-Length: " + length + "\n\n"))
        .isEqualTo(new Bad(status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /", "OPTIONS *", "CONNECT a:1", "get /", "BREW /pot"})
  void anyOtherMethodIsNotAllowed(String start) {
    assertThat(Request.parse(start + " HTTP/1.1\n\n")).isEqualTo(new Bad(405));
  }

  @ParameterizedTest
  @CsvSource({
    "/, /, ''",
    "/a/b, /a/b, ''",
    "/a?b=c?d, /a, b=c?d",
    "http://host, /, ''",
    "HTTPS://host:8443/a?b, /a, b",
    "http://host?b, /, b",
    "/%68%C3%A9, /hé, ''",
    "/a/, /a/, ''",
    "/a..b, /a..b, ''",
    "/a%2fb, /a/b, ''"
  })
  void aTargetIsAPathAndAQuery(String target, String path, String query) {
    assertThat(Target.of(target).flatMap(Target::decoded)).contains(new Target(path, query));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "a", "?a", "ftp://host/", "http://", "host:80", "#"})
  void whatIsNeitherAPathNorAnAddressIsNoTarget(String target) {
    assertThat(Target.of(target)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//",
        "//etc/passwd",
        "/a//b",
        "/.",
        "/..",
        "/../a",
        "/a/..",
        "/a/../b",
        "/.git/config",
        "/%2e%2e/a",
        "/%2E",
        "/a%2f..%2fb",
        "/%2fetc",
        "/%00",
        "/a%0a",
        "/%",
        "/%2",
        "/%zz",
        "/%c0%ae",
        "/%ff"
      })
  void whatLeadsAstrayCannotExist(String target) {
    assertThat(Target.of(target)).isPresent();
    assertThat(Target.of(target).flatMap(Target::decoded)).isEmpty();
  }
}
