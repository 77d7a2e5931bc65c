package io.cyanwatch.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/// Posts to strangers and trusts them with nothing: not with an address, a redirect, a cookie, our
/// time or our memory.
final class Wire implements AutoCloseable {
  /// The most that is read of a body.
  static final int MOST_READ = 16 * 1024;

  /// The most that is kept of it.
  static final int MOST_KEPT = 1024;

  private static final Timeout CONNECT = Timeout.ofSeconds(5);
  private static final int MOST_CONNECTIONS = 10_000;

  private final CloseableHttpClient client;
  private final Duration deadline;
  private final ScheduledThreadPoolExecutor timer;

  Wire(Reach reach, Duration deadline) {
    this.client = client(connections(reach, deadline), deadline);
    this.deadline = deadline;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("webhook-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  private static HttpClientConnectionManager connections(Reach reach, Duration deadline) {
    var limits = Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(100).build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(new GuardedResolver(reach))
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(limits).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(CONNECT)
                .setSocketTimeout(Timeout.of(deadline))
                .build())
        .setMaxConnTotal(MOST_CONNECTIONS)
        .setMaxConnPerRoute(MOST_CONNECTIONS)
        .build();
  }

  /// Each call connects anew, so that its address is judged; retries are the courier's.
  private static CloseableHttpClient client(
      HttpClientConnectionManager connections, Duration deadline) {
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setConnectionReuseStrategy((_, _, _) -> false)
        .setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
        .setDefaultRequestConfig(
            RequestConfig.custom().setResponseTimeout(Timeout.of(deadline)).build())
        .setUserAgent("Cyanwatch")
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .build();
  }

  Answer post(String url, Map<String, String> headers, byte[] body) {
    var began = System.nanoTime();
    var request = new HttpPost(URI.create(url));
    headers.forEach(request::setHeader);
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    var late = new AtomicBoolean();
    Runnable giveUp =
        () -> {
          late.set(true);
          request.cancel();
        };
    var alarm = timer.schedule(giveUp, deadline.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return read(client.executeOpen(null, request, null), began);
    } catch (IOException | RuntimeException e) {
      return new Answer.Silent(late.get() ? "timeout" : error(e), since(began));
    } finally {
      alarm.cancel(false);
      // A polite close would first read the rest of the body, however long it is.
      request.cancel();
    }
  }

  /// The status is the answer; what happens to the body afterwards changes nothing.
  private static Answer read(ClassicHttpResponse response, long began) {
    var retryAfter = response.getFirstHeader("Retry-After");
    var text = beginning(response);
    return new Answer.Answered(
        response.getCode(),
        text,
        retryAfter == null || retryAfter.getValue() == null ? "" : retryAfter.getValue(),
        since(began));
  }

  private static String beginning(ClassicHttpResponse response) {
    var kept = new byte[MOST_READ];
    var length = 0;
    try {
      var entity = response.getEntity();
      var content = entity == null ? InputStream.nullInputStream() : entity.getContent();
      for (var n = 0; n >= 0 && length < MOST_READ; length += Math.max(n, 0)) {
        n = content.read(kept, length, MOST_READ - length);
      }
    } catch (IOException _) {
      // What came so far is enough to show.
    }
    var text = new String(kept, 0, Math.min(length, MOST_KEPT), StandardCharsets.UTF_8);
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\uFFFD");
  }

  private static String error(Exception e) {
    return switch (e) {
      case Reach.Closed _ -> "blocked";
      case UnknownHostException _ -> "unknown_host";
      case SocketTimeoutException _ -> "timeout";
      case ConnectException _ -> "refused";
      case SSLException _ -> "tls";
      case SocketException _ -> "reset";
      case org.apache.hc.core5.http.NoHttpResponseException _ -> "reset";
      case org.apache.hc.core5.http.ConnectionClosedException _ -> "reset";
      case org.apache.hc.client5.http.ClientProtocolException _ -> "protocol";
      default -> "io";
    };
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Override
  public void close() throws IOException {
    timer.shutdownNow();
    client.close();
  }
}
