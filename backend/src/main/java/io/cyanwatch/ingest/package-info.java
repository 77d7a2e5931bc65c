/// From the wire to the timeline: decode, refuse, de-duplicate, commit, then acknowledge.
@ApplicationModule(
    allowedDependencies = {"access", "fleet", "link", "timeline", "detection", "protocol"})
@NullMarked
package io.cyanwatch.ingest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
