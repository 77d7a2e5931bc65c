/// Faults on a virtual clock, each with its ground truth. Start at [Play].
@NullMarked
package io.cyanwatch.simulator.play;

import org.jspecify.annotations.NullMarked;
