package io.cyanwatch.simulator.testbed;

import io.cyanwatch.protocol.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// The findings for programs. Times are milliseconds, from the start of the run where not a length.
final class Json {
  private Json() {}

  static String of(Findings findings) {
    var all = new LinkedHashMap<String, Object>();
    all.put("seed", findings.seed());
    all.put("ms", findings.end() - findings.start());
    all.put("settle_ms", findings.settleMs());
    all.put("faults", findings.faults().stream().map(Json::fault).toList());
    var phases = new LinkedHashMap<String, Object>();
    for (var phase : Phase.values()) {
      phases.put(name(phase), findings.lengths().getOrDefault(phase, 0L));
    }
    all.put("phase_ms", phases);
    var servers = new LinkedHashMap<String, Object>();
    for (var server : Server.values()) {
      servers.put(server.id(), server(findings, server));
    }
    all.put("servers", servers);
    all.put("records", records(findings.ledger()));
    all.put("shortcomings", findings.shortcomings());
    return Wire.toJson(all);
  }

  private static Map<String, Object> fault(Fault fault) {
    var it = new LinkedHashMap<String, Object>();
    it.put("kind", name(fault.kind()));
    it.put("at", fault.atMs());
    it.put("lasts", fault.lastsMs());
    it.put("lease", fault.leaseMs());
    it.put("moves", fault.moves());
    return it;
  }

  private static Map<String, Object> server(Findings findings, Server server) {
    var score = findings.score(server);
    var it = new LinkedHashMap<String, Object>();
    it.put("requests", score.requests());
    for (var outcome : Visit.Outcome.values()) {
      it.put(name(outcome), score.count(outcome));
    }
    for (var phase : Phase.values()) {
      it.put("failed_" + name(phase), score.failed(phase));
    }
    it.put("links", score.links());
    it.put("recoveries", List.copyOf(score.recoveries()));
    put(it, "recovery_p50", score.recovery(50));
    put(it, "recovery_p99", score.recovery(99));
    put(it, "recovery_max", score.recovery(100));
    score.deafSince().ifPresent(at -> it.put("deaf_since", at - findings.start()));
    it.put("crashes", findings.crashes(server));
    return it;
  }

  private static Map<String, Object> records(Ledger.Sum sum) {
    var it = new LinkedHashMap<String, Object>();
    it.put("boots", sum.boots());
    it.put("records", sum.records());
    it.put("resent", sum.resent());
    it.put("lost", sum.lost());
    it.put("missing", sum.missing());
    it.put("refused", sum.refused());
    return it;
  }

  private static void put(Map<String, Object> into, String name, OptionalLong value) {
    value.ifPresent(it -> into.put(name, it));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
