/// The pages that an operator reads.
@ApplicationModule(
    allowedDependencies = {
      "access",
      "fleet",
      "link",
      "timeline",
      "detection",
      "ingest",
      "incident",
      "command",
      "webhook"
    })
@NullMarked
package io.cyanwatch.dashboard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
