/// Which faults are open.
@ApplicationModule(allowedDependencies = {"access", "fleet", "timeline", "detection"})
@NullMarked
package io.cyanwatch.incident;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
