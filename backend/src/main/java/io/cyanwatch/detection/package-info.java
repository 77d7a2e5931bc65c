/// What the timeline proves.
@ApplicationModule(allowedDependencies = {"access", "fleet", "link", "timeline"})
@NullMarked
package io.cyanwatch.detection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
