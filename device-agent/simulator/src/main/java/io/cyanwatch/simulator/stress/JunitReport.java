package io.cyanwatch.simulator.stress;

import io.cyanwatch.simulator.stress.Scoreboard.Result;
import io.cyanwatch.simulator.stress.Verdict.Group;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The result in the form that build servers read: one test for each group of failures.
final class JunitReport {
  private JunitReport() {}

  /// @param allowed failures of all kinds together
  static String of(Target target, Result result, long allowed) {
    var tooMany = result.failures() > allowed;
    var groups = Stream.of(Group.values()).filter(group -> group != Group.SUCCESS).toList();
    var failed = tooMany ? groups.stream().filter(group -> result.count(group) > 0).count() : 0;
    var cases =
        groups.stream()
            .map(group -> line(target, group, tooMany ? result.count(group) : 0))
            .collect(Collectors.joining());
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite name="stress" tests="%d" failures="%d" errors="0" skipped="0" time="%s">
        %s</testsuite>
        """
        .formatted(groups.size(), failed, seconds(result.seconds()), cases);
  }

  private static String line(Target target, Group group, long failures) {
    var head =
        "  <testcase classname=\"stress\" name=\"%s of %s\""
            .formatted(group.words(), escape(target.host() + target.path()));
    return failures == 0
        ? head + "/>\n"
        : head + "><failure message=\"%d requests\"/></testcase>\n".formatted(failures);
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
