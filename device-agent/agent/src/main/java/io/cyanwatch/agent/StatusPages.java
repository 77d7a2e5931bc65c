package io.cyanwatch.agent;

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
      <title>{title}</title>
      <style>
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto;
        padding: 0 1rem }
      h1 { font-size: 1.4rem }
      h1 span { display: inline-block; width: .8em; height: .8em; border-radius: 50%;
        margin-right: .4em; background: {colour} }
      table { border-collapse: collapse; width: 100% }
      th, td { text-align: left; padding: .4rem .6rem;
        border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent) }
      th { font-weight: 600; width: 30%; vertical-align: top }
      </style>
      </head>
      <body>
      <h1><span></span>{title}</h1>
      <table>
      {rows}</table>
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

  private Page html() {
    var rows = new StringBuilder();
    lines().forEach((name, text) -> rows.append(row(name, text)));
    var well = reports.get().filter(it -> yes(it.snapshot().cloud().up())).isPresent();
    var page =
        FRAME
            .replace("{title}", escape(id))
            .replace("{colour}", well ? "#0bc" : "#d80")
            .replace("{rows}", rows);
    return new Page("text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
  }

  private Page json() {
    var values = new LinkedHashMap<String, Object>(Map.of("id", id, "boot", boot));
    reports.get().ifPresent(it -> values.putAll(values(it)));
    return new Page("application/json", Wire.toJson(values).getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, String> lines() {
    var lines = new LinkedHashMap<String, String>();
    reports.get().ifPresent(it -> describe(it, it.snapshot(), lines));
    return lines;
  }

  private void describe(Reports from, Reports.Snapshot now, Map<String, String> lines) {
    var listener = now.listener();
    if (listener != null) {
      lines.put(
          "Server",
          "%s on port %s, started %s times, %s visits, %s of %s self-probes failed"
              .formatted(
                  listener.state() == null ? "unknown" : Reports.word(listener.state()),
                  listener.port(),
                  listener.gen(),
                  listener.accepts(),
                  listener.probeFails(),
                  listener.probes()));
    }
    var wifi = now.wifi();
    lines.put(
        "Link",
        yes(wifi.ready())
            ? "up, address %s, lost %s times".formatted(wifi.ip(), wifi.downs())
            : "down for the %s. time".formatted(wifi.downs()));
    lines.put(
        "Cloud",
        "%s %s, lost %s times"
            .formatted(
                yes(now.cloud().up()) ? "connected with" : "trying to reach",
                from.broker(),
                now.cloud().drops()));
    lines.put(
        "Waiting to be sent",
        "%s records; %s were dropped".formatted(now.queue().held(), now.queue().dropped()));
    lines.put("Running for", duration(now.up()));
    lines.put("Last start", "boot %s, after %s".formatted(boot, Reports.word(now.start().reset())));
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

  private static String row(String name, String text) {
    return "<tr><th>%s</th><td>%s</td></tr>\n".formatted(escape(name), escape(text));
  }

  private static String duration(long ms) {
    var s = ms / 1_000;
    if (s < 60) {
      return s + " s";
    }
    return s < 3_600
        ? "%d min %d s".formatted(s / 60, s % 60)
        : "%d h %d min".formatted(s / 3_600, s / 60 % 60);
  }

  private static boolean yes(@Nullable Boolean value) {
    return value != null && value;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
