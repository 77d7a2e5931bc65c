/// Virtual devices that speak MQTT and TCP like real ones, and the faults that they suffer. Start
/// at [Simulator].
@NullMarked
package io.cyanwatch.simulator;

import org.jspecify.annotations.NullMarked;
