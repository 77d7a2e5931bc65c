/// The one broker connection: bytes in, bytes out.
@ApplicationModule(allowedDependencies = {"access", "fleet"})
@NullMarked
package io.cyanwatch.link;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
