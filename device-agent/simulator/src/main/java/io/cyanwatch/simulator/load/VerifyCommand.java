package io.cyanwatch.simulator.load;

import io.cyanwatch.simulator.load.Verification.Findings;
import io.cyanwatch.simulator.load.Verification.Span;
import io.cyanwatch.simulator.load.Verification.Wrong;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Proves, or disproves, that everything acknowledged was stored exactly once.
@Command(
    name = "verify",
    description = {
      "Compares what a load's history says was acknowledged with what was stored.",
      "",
      "The stored keys are lines of device,boot,seq, one for each stored record, in any order.",
      ""
    },
    footer = {
      "",
      "Exit code: 0 all acknowledged records are stored exactly once and nothing else is; 1 not "
          + "so; 2 wrong arguments or an unreadable file."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private static final Pattern LINE =
      Pattern.compile("\"?([^,\"]+)\"?,\"?([^,\"]+)\"?,\"?([0-9]{1,10})\"?");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--history",
      required = true,
      paramLabel = "<file>",
      description = "Of a load; may be given several times.")
  private List<Path> histories = List.of();

  @Option(
      names = "--records",
      defaultValue = "-",
      paramLabel = "<file>",
      description = "The stored keys. Default: standard input.")
  private String records = "";

  @Option(
      names = "--excuse",
      paramLabel = "<from/to>",
      description = {
        "What was acknowledged between these two instants may be missing, because a broker "
            + "without a disk died with it. May be given several times.",
        "Such as 2026-01-31T10:00:00Z/2026-01-31T10:00:05Z."
      })
  private List<String> excuses = List.of();

  @Option(
      names = "--show",
      defaultValue = "20",
      paramLabel = "<n>",
      description = "How many wrong records to name. Default: ${DEFAULT-VALUE}.")
  private int show;

  @Override
  public Integer call() throws IOException {
    var verification = new Verification(spans());
    try {
      for (var history : histories) {
        read(verification, history);
      }
      try (var stored = stored()) {
        take(verification, stored);
      }
    } catch (IOException e) {
      throw wrong(e.getMessage() == null ? e.toString() : e.getMessage());
    }
    var findings = verification.findings(show);
    tell(findings);
    return findings.isClean() ? 0 : 1;
  }

  private void read(Verification verification, Path path) throws IOException {
    if (!Files.isReadable(path)) {
      throw new IOException("--history: %s cannot be read".formatted(path));
    }
    try (var reader = new HistoryReader(path)) {
      var book = verification.open(reader.head());
      reader.read(book::accept);
    }
  }

  private InputStream stored() throws IOException {
    if (records.equals("-")) {
      return System.in;
    }
    if (!Files.isReadable(Path.of(records))) {
      throw new IOException("--records: %s cannot be read".formatted(records));
    }
    return Files.newInputStream(Path.of(records));
  }

  private static void take(Verification verification, InputStream stored) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(stored, StandardCharsets.UTF_8));
    var number = 0;
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      var parts = LINE.matcher(line);
      if (parts.matches()) {
        verification.stored(parts.group(1), parts.group(2), Long.parseLong(parts.group(3)));
      } else if (!line.isBlank() && !(number == 1 && line.startsWith("device"))) {
        throw new IOException(
            "--records: line %d is not device,boot,seq but %s".formatted(number, line));
      }
    }
  }

  private List<Span> spans() {
    var spans = new ArrayList<Span>();
    for (var excuse : excuses) {
      var ends = excuse.split("/", -1);
      try {
        spans.add(
            new Span(Instant.parse(ends[0]).toEpochMilli(), Instant.parse(ends[1]).toEpochMilli()));
      } catch (DateTimeParseException | ArrayIndexOutOfBoundsException e) {
        throw wrong("--excuse must be two instants with a slash between, was " + excuse);
      }
    }
    return spans;
  }

  private static void tell(Findings f) {
    say("sent %,d, acknowledged %,d, stored %,d", f.sent(), f.acknowledged(), f.stored());
    say("lost %,d, doubled %,d, unexpected %,d", f.lost(), f.doubled(), f.unexpected());
    say(
        "excused %,d, stored without an acknowledgement %,d, after the end of the history %,d, of "
            + "others %,d",
        f.excused(), f.unacknowledged(), f.afterwards(), f.foreign());
    f.examples().forEach(wrong -> System.out.println(line(wrong)));
    System.out.println(
        f.isClean()
            ? "Every acknowledged record is stored exactly once."
            : "This is not what was acknowledged.");
  }

  private static void say(String words, Object... numbers) {
    System.out.printf(Locale.ROOT, words + "%n", numbers);
  }

  private static String line(Wrong wrong) {
    var when =
        wrong.ackedAtMs() < 0
            ? "never acknowledged"
            : "acknowledged at " + Instant.ofEpochMilli(wrong.ackedAtMs());
    return "  %s: %s,%s,%d %s"
        .formatted(wrong.what(), wrong.sender().device(), wrong.sender().boot(), wrong.seq(), when);
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
