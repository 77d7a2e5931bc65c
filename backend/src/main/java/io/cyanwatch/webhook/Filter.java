package io.cyanwatch.webhook;

import io.cyanwatch.access.Problem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which events an endpoint wants. An empty list wants all. Kinds and severities are of incidents
/// and let everything else pass.
record Filter(List<String> kinds, List<String> severities, List<String> sites) {
  static final Filter ALL = new Filter(null, null, null);
  private static final Set<String> SEVERITIES = Set.of("info", "warning", "critical");

  /// An absent list is an empty one.
  Filter(
      @Nullable List<String> kinds,
      @Nullable List<String> severities,
      @Nullable List<String> sites) {
    this.kinds = checked("filter.kinds", kinds);
    this.severities = checked("filter.severities", severities);
    this.sites = checked("filter.sites", sites);
    for (var severity : this.severities) {
      if (!SEVERITIES.contains(severity)) {
        throw Problem.badField("filter.severities", "There is no severity '" + severity + "'.");
      }
    }
  }

  private static List<String> checked(String field, @Nullable List<String> values) {
    if (values == null) {
      return List.of();
    }
    if (values.size() > 100) {
      throw Problem.badField(field, "At most 100 values.");
    }
    for (var value : values) {
      if (value == null || value.isBlank() || value.length() > 200) {
        throw Problem.badField(field, "Each value is a text of 1 to 200 characters.");
      }
    }
    return values.stream().distinct().toList();
  }
}
