/// What we asked a device to do, and whether it did.
@ApplicationModule(
    allowedDependencies = {
      "access",
      "fleet",
      "link",
      "timeline",
      "detection",
      "ingest",
      "incident",
      "protocol"
    })
@NullMarked
package io.cyanwatch.command;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
