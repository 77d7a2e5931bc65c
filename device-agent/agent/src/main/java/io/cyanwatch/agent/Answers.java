package io.cyanwatch.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/// Makes the answer to each request: from the pages first, then from the files.
final class Answers {
  /// Whoever asks here with a word gets the word back: proof that this very server is alive.
  static final String ALIVE = "/.well-known/alive";

  private static final Pattern WORD = Pattern.compile("[0-9A-Za-z_-]{0,64}");
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String FRESH = "Cache-Control: no-store\r\n";

  private final Site site;
  private final StaticFiles files;
  private final InstantSource clock;

  Answers(Site site, InstantSource clock) {
    this.site = site;
    this.files = new StaticFiles(site.root());
    this.clock = clock;
  }

  /// @param head the whole head of a request, as ISO 8859-1
  Response answer(String head) {
    return switch (Request.parse(head)) {
      case Request.Bad(var status) -> refusal(status, head.startsWith("HEAD "));
      case Request.Asked asked -> answer(asked);
    };
  }

  Response refusal(int status, boolean headOnly) {
    return Response.refusal(status, clock.instant(), headOnly);
  }

  private Response answer(Request.Asked asked) {
    var target = Target.of(asked.target());
    if (target.isEmpty()) {
      return refusal(400, asked.headOnly());
    }
    if (target.get().path().equals(ALIVE)) {
      return alive(target.get().query(), asked.headOnly());
    }
    var decoded = target.get().decoded();
    if (decoded.isEmpty()) {
      return refusal(404, asked.headOnly());
    }
    try {
      return find(decoded.get().path(), asked);
    } catch (IOException | RuntimeException e) {
      System.getLogger("server").log(Level.WARNING, "A page could not be made: {0}", e.toString());
      return refusal(500, asked.headOnly());
    }
  }

  private Response alive(String word, boolean headOnly) {
    if (!WORD.matcher(word).matches()) {
      return refusal(400, headOnly);
    }
    var body = new Body.Bytes(word.getBytes(StandardCharsets.US_ASCII));
    return Response.of(200, clock.instant(), FRESH, TEXT, body, headOnly);
  }

  private Response find(String path, Request.Asked asked) throws IOException {
    var page = site.pages().get(path);
    if (page != null) {
      var made = page.get();
      var body = new Body.Bytes(made.body());
      return Response.of(200, clock.instant(), FRESH, made.type(), body, asked.headOnly());
    }
    var found = files.open(path);
    return found.isPresent() ? file(found.get(), asked) : refusal(404, asked.headOnly());
  }

  private Response file(StaticFiles.Found found, Request.Asked asked) {
    var now = clock.instant();
    var modified = earlier(found.modified().truncatedTo(ChronoUnit.SECONDS), now);
    var fields = "Last-Modified: " + HttpDate.text(modified) + "\r\n";
    if (HttpDate.parse(asked.since()).filter(since -> !modified.isAfter(since)).isPresent()) {
      found.content().close();
      return Response.notModified(now, fields);
    }
    return Response.of(200, now, fields, found.type(), found.content(), asked.headOnly());
  }

  /// A file from the future was changed now, as far as we can tell.
  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
