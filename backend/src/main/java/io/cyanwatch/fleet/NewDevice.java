package io.cyanwatch.fleet;

import io.cyanwatch.access.Problem;
import io.cyanwatch.fleet.Fleet.ProbeTarget;
import io.cyanwatch.fleet.Fleet.Registration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A registration as callers write it: anything may be missing.
record NewDevice(
    @Nullable String id,
    @Nullable String name,
    @Nullable String site,
    @Nullable List<@Nullable String> tags,
    @Nullable NewProbe probe) {

  record NewProbe(
      @Nullable String kind, @Nullable String host, @Nullable Integer port, @Nullable String path) {

    ProbeTarget target() {
      var target =
          new ProbeTarget(
              given("probe.kind", kind),
              given("probe.host", host),
              given("probe.port", port),
              path == null ? "/" : path);
      RegistrationRules.checkProbe(target);
      return target;
    }
  }

  /// Refuses what the registry would not hold.
  Registration checked() {
    var registration =
        new Registration(
            given("id", id), name, site, tagged(tags), probe == null ? null : probe.target());
    RegistrationRules.check(registration);
    return registration;
  }

  static List<String> tagged(@Nullable List<@Nullable String> tags) {
    return tags == null ? List.of() : tags.stream().map(tag -> given("tags", tag)).toList();
  }

  private static <T> T given(String field, @Nullable T value) {
    if (value == null) {
      throw Problem.badField(field, "It is missing.");
    }
    return value;
  }
}
