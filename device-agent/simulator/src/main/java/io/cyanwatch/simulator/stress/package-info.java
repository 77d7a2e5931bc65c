/// A visitor that never tires: requests to a device's web server, and what came of each. Start at
/// [StressCommand].
@NullMarked
package io.cyanwatch.simulator.stress;

import org.jspecify.annotations.NullMarked;
