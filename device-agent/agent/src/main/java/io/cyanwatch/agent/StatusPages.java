package io.cyanwatch.agent;

import io.cyanwatch.protocol.ListenerState;
import io.cyanwatch.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/status` for people and `/status.json` for programs.
final class StatusPages {
  private static final String FRAME =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="refresh" content="5">
      <meta name="color-scheme" content="light dark">
      <title>{title} · {verdict}</title>
      <style>
      :root { --ground: #f4f7f8; --card: #fff; --text: #16252a; --soft: #55686f;
        --line: #dfe7ea; --well: #00809c; --warn: #a85a00; --bad: #b3261e }
      @media (prefers-color-scheme: dark) { :root { --ground: #0f1719; --card: #172225;
        --text: #e4eef0; --soft: #9db1b7; --line: #2a393e; --well: #35cfe8; --warn: #f0a850;
        --bad: #ff8a80 } }
      * { box-sizing: border-box }
      body { margin: 0; padding: 2rem 1rem; background: var(--ground); color: var(--text);
        font: 1rem/1.5 system-ui, sans-serif }
      main { max-width: 40rem; margin: 0 auto }
      h1 { font-size: 1.1rem; font-weight: 600; margin: 0; overflow-wrap: anywhere }
      .verdict { display: flex; align-items: center; gap: .7rem; margin: .3rem 0 1.5rem;
        font-size: 1.6rem; line-height: 1.25; font-weight: 600; color: var(--{tone}) }
      .light { flex: none; width: .75em; height: .75em; border-radius: 50%;
        background: currentColor }
      .well .light { animation: breathe 4s ease-in-out infinite }
      @keyframes breathe { 50% { opacity: .35 } }
      @media (prefers-reduced-motion: reduce) { .well .light { animation: none } }
      dl { margin: 0; background: var(--card); border: 1px solid var(--line);
        border-radius: .75rem }
      dl div { display: grid; grid-template-columns: 9rem 1fr; gap: .25rem 1rem;
        padding: .8rem 1.1rem; border-top: 1px solid var(--line) }
      dl div:first-child { border-top: 0 }
      dt { color: var(--soft) }
      dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums }
      dd small { display: block; font-size: .875rem; color: var(--soft) }
      footer { margin: 1rem .2rem; font-size: .875rem; color: var(--soft) }
      a { color: var(--well) }
      @media (max-width: 30rem) { body { padding: 1.25rem .75rem }
        dl div { grid-template-columns: 1fr } .verdict { font-size: 1.35rem } }
      </style>
      </head>
      <body>
      <main>
      <h1>{title}</h1>
      <p class="verdict {tone}" role="status"><span class="light"></span>{verdict}</p>
      <dl>
      {rows}</dl>
      <footer>Looked at anew every 5 seconds · <a href="/status.json">as JSON</a></footer>
      </main>
      </body>
      </html>
      """;

  private final String id;
  private final String boot;
  private final AtomicReference<Optional<Reports>> reports =
      new AtomicReference<>(Optional.empty());

  StatusPages(String id, String boot) {
    this.id = id;
    this.boot = boot;
  }

  /// Where the pages take their words from.
  void of(Reports source) {
    reports.set(Optional.of(source));
  }

  Map<String, Supplier<Page>> pages() {
    return Map.of("/status", this::html, "/status.json", this::json);
  }

  /// The state in a few words.
  ///
  /// @param tone `well`, `warn` or `bad`
  record Verdict(String text, String tone) {
    static Verdict of(Reports.Snapshot now) {
      var listener = now.listener();
      var state = listener == null ? ListenerState.LISTENING : listener.state();
      if (!yes(now.wifi().ready())) {
        return new Verdict("There is no network", "bad");
      }
      if (state == ListenerState.BACKOFF) {
        return new Verdict("The server cannot be opened", "bad");
      }
      if (state == ListenerState.SUSPECT) {
        return new Verdict("The server does not answer itself", "bad");
      }
      if (state == ListenerState.DISABLED) {
        return new Verdict("The server is kept closed for now", "warn");
      }
      if (state != ListenerState.LISTENING) {
        return new Verdict("The server is starting", "warn");
      }
      if (!yes(now.cloud().up())) {
        return new Verdict("The cloud is out of reach", "warn");
      }
      return now.heard()
          ? new Verdict("All is well", "well")
          : new Verdict("Nobody listens in the cloud", "warn");
    }
  }

  private Page html() {
    var rows = new StringBuilder();
    reports.get().ifPresent(it -> describe(it, it.snapshot(), rows));
    var verdict =
        reports
            .get()
            .map(it -> Verdict.of(it.snapshot()))
            .orElse(new Verdict("The agent is starting", "warn"));
    var page =
        FRAME
            .replace("{title}", escape(id))
            .replace("{verdict}", verdict.text())
            .replace("{tone}", verdict.tone())
            .replace("{rows}", rows);
    return new Page("text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
  }

  private Page json() {
    var values = new LinkedHashMap<String, Object>(Map.of("id", id, "boot", boot));
    reports.get().ifPresent(it -> values.putAll(values(it)));
    return new Page("application/json", Wire.toJson(values).getBytes(StandardCharsets.UTF_8));
  }

  private void describe(Reports from, Reports.Snapshot now, StringBuilder rows) {
    var listener = now.listener();
    if (listener != null) {
      var state = listener.state() == null ? "unknown" : Reports.word(listener.state());
      var probes = listener.probes() == null ? 0 : listener.probes();
      var visits =
          "%s of %s visits to itself failed".formatted(listener.probeFails(), listener.probes());
      rows.append(
          row(
              "Server",
              "%s on port %s".formatted(state, listener.port()),
              "%s, %s%s"
                  .formatted(
                      count(listener.gen(), "start"),
                      count(listener.accepts(), "client"),
                      probes == 0 ? "" : ", " + visits)));
    }
    var wifi = now.wifi();
    rows.append(
        row("Link", yes(wifi.ready()) ? "up, address " + wifi.ip() : "down", lost(wifi.downs())));
    rows.append(
        row(
            "Cloud",
            (yes(now.cloud().up()) ? "connected with " : "trying to reach ")
                + from.broker().replaceFirst("^tcp://", ""),
            lost(now.cloud().drops())));
    rows.append(
        row(
            "To be sent",
            count(now.queue().held(), "record"),
            zero(now.queue().dropped())
                ? "none was given up"
                : count(now.queue().dropped(), "record") + " given up"));
    rows.append(
        row(
            "Running for",
            duration(now.up()),
            "boot %s, after %s"
                .formatted(boot, Reports.word(now.start().reset()).replace('_', ' '))));
  }

  private static Map<String, Object> values(Reports from) {
    var now = from.snapshot();
    var values = new LinkedHashMap<String, Object>();
    values.put("up", now.up());
    values.put("phase", Reports.word(now.phase()));
    values.put("reset", Reports.word(now.start().reset()));
    values.put("early", now.start().early());
    var listener = now.listener();
    if (listener != null) {
      values.put("listener", Plain.of(listener));
    }
    values.put("wifi", Plain.of(now.wifi()));
    values.put("cloud", Plain.of(now.cloud()));
    values.put("queue", Plain.of(now.queue()));
    return values;
  }

  private static String row(String name, String text, String more) {
    return "<div><dt>%s</dt><dd>%s<small>%s</small></dd></div>\n"
        .formatted(escape(name), escape(text), escape(more));
  }

  private static String lost(@Nullable Long times) {
    return zero(times) ? "never lost" : "lost " + count(times, "time");
  }

  private static boolean zero(@Nullable Long number) {
    return number == null || number == 0;
  }

  private static String count(@Nullable Long number, String what) {
    var known = number == null ? 0 : number;
    return known + " " + what + (known == 1 ? "" : "s");
  }

  private static String duration(long ms) {
    var s = ms / 1_000;
    if (s < 60) {
      return s + " s";
    }
    if (s < 86_400) {
      return s < 3_600
          ? "%d min %d s".formatted(s / 60, s % 60)
          : "%d h %d min".formatted(s / 3_600, s / 60 % 60);
    }
    return "%s %d h".formatted(count(s / 86_400, "day"), s / 3_600 % 24);
  }

  private static boolean yes(@Nullable Boolean value) {
    return value != null && value;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
