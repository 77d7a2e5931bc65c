/// Who may ask: operators, roles, API tokens, sessions and the audit log.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.cyanwatch.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
