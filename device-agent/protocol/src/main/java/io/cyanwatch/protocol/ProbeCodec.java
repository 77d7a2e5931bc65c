package io.cyanwatch.protocol;

import io.cyanwatch.protocol.Probe.Outcome;
import java.util.Objects;

/// The body of `up/probe`.
final class ProbeCodec {
  private static final int MAX_STATUS = 999;

  private ProbeCodec() {}

  static Probe read(Envelope envelope, Field probe) {
    var target = probe.at("target").required("who was probed, as host:port");
    var outcome = probe.at("outcome").required("one of " + Words.OUTCOME.list());
    return new Probe(
        envelope,
        probe.at("id").text(1, Field.ID),
        Objects.requireNonNullElse(target.text(1, Field.TEXT), ""),
        Objects.requireNonNullElse(outcome.known(Words.OUTCOME), Outcome.ERROR),
        probe.at("ms").count(),
        probe.at("http").small(100, MAX_STATUS));
  }

  static void write(Probe probe, Out out) {
    out.text("id", probe.id())
        .text("target", probe.target())
        .word("outcome", probe.outcome())
        .number("ms", probe.ms())
        .number("http", probe.http());
  }
}
