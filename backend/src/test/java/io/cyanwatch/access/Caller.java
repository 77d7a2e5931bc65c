package io.cyanwatch.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls the running application over HTTP, as a program with a token or as a browser with cookies.
public final class Caller {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final CookieManager cookies = new CookieManager();
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
  private final URI base;
  private final List<String> headers;

  private Caller(URI base, List<String> headers) {
    this.base = base;
    this.headers = headers;
  }

  public static Caller anonymous(int port) {
    return new Caller(URI.create("http://127.0.0.1:" + port), List.of());
  }

  public static Caller bearing(int port, String token) {
    return anonymous(port).with("Authorization", "Bearer " + token);
  }

  /// A caller with a fresh cookie jar and one more header.
  public Caller with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.addAll(List.of(name, value));
    return new Caller(base, more);
  }

  public HttpResponse<String> get(String path) {
    return send("GET", path, "", "application/json");
  }

  public HttpResponse<String> post(String path, String body) {
    return send("POST", path, body, "application/json");
  }

  public HttpResponse<String> patch(String path, String body) {
    return send("PATCH", path, body, "application/json");
  }

  public HttpResponse<String> delete(String path) {
    return send("DELETE", path, "", "application/json");
  }

  public HttpResponse<String> login(String name, String password) {
    get("/login");
    var form =
        "username=%s&password=%s&_csrf=%s"
            .formatted(encoded(name), encoded(password), encoded(forgeryToken()));
    return send("POST", "/login", form, "application/x-www-form-urlencoded");
  }

  /// What a page would hold in its meta tag, had it drawn a mask of zeros.
  public String forgeryToken() {
    var raw = cookie("XSRF-TOKEN").getBytes(StandardCharsets.UTF_8);
    var masked = new byte[2 * raw.length];
    System.arraycopy(raw, 0, masked, raw.length, raw.length);
    return Base64.getUrlEncoder().encodeToString(masked);
  }

  public String cookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  public List<String> cookies() {
    return cookies.getCookieStore().getCookies().stream().map(HttpCookie::getName).toList();
  }

  public HttpResponse<String> send(
      String method, String path, String body, String type, String... more) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", type);
    var all = new ArrayList<>(headers);
    all.addAll(List.of(more));
    for (int i = 0; i < all.size(); i += 2) {
      request.header(all.get(i), all.get(i + 1));
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static JsonNode json(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
