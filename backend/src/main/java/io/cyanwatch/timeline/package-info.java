/// What each device said, and when.
@ApplicationModule(allowedDependencies = {"access", "fleet", "link"})
@NullMarked
package io.cyanwatch.timeline;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
