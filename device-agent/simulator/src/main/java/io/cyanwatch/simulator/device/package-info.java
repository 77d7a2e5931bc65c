/// What a device is and does, without a clock, a thread or a network: whoever drives it says what
/// time it is and carries its records. Start at [Device].
@NullMarked
package io.cyanwatch.simulator.device;

import org.jspecify.annotations.NullMarked;
