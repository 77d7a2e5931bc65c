/// Which devices exist: the registry, their sites, and their credentials.
@ApplicationModule(allowedDependencies = {"access"})
@NullMarked
package io.cyanwatch.fleet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
