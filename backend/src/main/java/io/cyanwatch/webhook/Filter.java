package io.cyanwatch.webhook;

import io.cyanwatch.access.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which events an endpoint wants. An empty list wants all. Kinds and severities are of incidents
/// and let everything else pass.
record Filter(List<String> kinds, List<String> severities, List<String> sites) {
  static final Filter ALL = new Filter(null, null, null);
  private static final Set<String> SEVERITIES = Set.of("info", "warning", "critical");
  private static final int MOST = 100;
  private static final int LONGEST = 200;

  /// An absent list is an empty one.
  Filter(
      @Nullable List<String> kinds,
      @Nullable List<String> severities,
      @Nullable List<String> sites) {
    this.kinds = known(kinds);
    this.severities = known(severities);
    this.sites = known(sites);
  }

  private static List<String> known(@Nullable List<String> values) {
    return values == null
        ? List.of()
        : values.stream().filter(Objects::nonNull).distinct().toList();
  }

  /// Refuses, naming the field, what no event can match.
  Filter checked() {
    check("filter.kinds", kinds);
    check("filter.severities", severities);
    check("filter.sites", sites);
    for (var severity : severities) {
      if (!SEVERITIES.contains(severity)) {
        throw Problem.badField("filter.severities", "There is no severity '" + severity + "'.");
      }
    }
    return this;
  }

  private static void check(String field, List<String> values) {
    if (values.size() > MOST || values.stream().anyMatch(text -> text.length() > LONGEST)) {
      throw Problem.badField(
          field, "At most " + MOST + " values of at most " + LONGEST + " characters.");
    }
  }
}
