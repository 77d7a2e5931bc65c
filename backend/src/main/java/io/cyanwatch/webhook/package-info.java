/// Telling other systems.
@ApplicationModule(allowedDependencies = {"access", "fleet", "incident", "command"})
@NullMarked
package io.cyanwatch.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
