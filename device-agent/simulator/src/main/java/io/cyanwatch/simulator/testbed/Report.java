package io.cyanwatch.simulator.testbed;

import io.cyanwatch.simulator.testbed.Fault.Kind;
import io.cyanwatch.simulator.testbed.Visit.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The findings for people: one table, every server under the same faults.
final class Report {
  private static final String NONE = "-";

  private Report() {}

  static String of(Findings findings) {
    var lines = new ArrayList<String>();
    lines.add(head(findings));
    lines.add("");
    lines.add(row("", Server::words));
    lines.add(row("requests", it -> "" + findings.score(it).requests()));
    for (var outcome : Outcome.values()) {
      lines.add(row("  " + outcome.words(), it -> "" + findings.score(it).count(outcome)));
    }
    for (var phase : Phase.values()) {
      var seconds = findings.lengths().getOrDefault(phase, 0L) / 1_000;
      var title = "failed while %s (%d s)".formatted(phase.words(), seconds);
      lines.add(row(title, it -> "" + findings.score(it).failed(phase)));
    }
    lines.addAll(recoveries(findings));
    lines.add(row("process ended by itself", it -> "" + findings.crashes(it)));
    lines.add("");
    lines.add(records(findings.ledger()));
    lines.add(verdict(findings));
    return String.join(System.lineSeparator(), lines);
  }

  private static String head(Findings findings) {
    return "%d s, seed %d: the uplink pulled %d times, the radio %d times, %d new leases beside."
        .formatted(
            (findings.end() - findings.start()) / 1_000,
            findings.seed(),
            findings.faults(Kind.UPLINK),
            findings.faults(Kind.RADIO),
            findings.faults(Kind.LEASE));
  }

  private static List<String> recoveries(Findings findings) {
    return List.of(
        row(
            "answered again after a link-up",
            it -> findings.score(it).recoveries().size() + " of " + findings.score(it).links()),
        row("  first 200 after it, p50", it -> seconds(findings.score(it).recovery(50))),
        row("  p99", it -> seconds(findings.score(it).recovery(99))),
        row("  longest", it -> seconds(findings.score(it).recovery(100))),
        row("silent for good since", it -> since(findings, findings.score(it).deafSince())));
  }

  private static String records(Ledger.Sum sum) {
    return ("The agent's records at the broker: %d from %d boots, %d of them sent again, %d"
            + " declared lost, %d missing, %d not understood.")
        .formatted(
            sum.records(), sum.boots(), sum.resent(), sum.lost(), sum.missing(), sum.refused());
  }

  private static String verdict(Findings findings) {
    var shortcomings = findings.shortcomings();
    return shortcomings.isEmpty()
        ? "The hardened agent kept its promise."
        : shortcomings.stream()
            .collect(Collectors.joining(" ", "The hardened agent fell short. ", ""));
  }

  private static String row(String title, Function<Server, String> cell) {
    var line = new StringBuilder("%-34s".formatted(title));
    for (var server : Server.values()) {
      line.append("%16s".formatted(cell.apply(server)));
    }
    return line.toString().stripTrailing();
  }

  private static String seconds(OptionalLong ms) {
    return ms.isEmpty() ? NONE : String.format(Locale.ROOT, "%.2f s", ms.getAsLong() / 1_000.0);
  }

  private static String since(Findings findings, OptionalLong at) {
    if (at.isEmpty()) {
      return NONE;
    }
    var s = (at.getAsLong() - findings.start()) / 1_000;
    return "%d:%02d".formatted(s / 60, s % 60);
  }
}
