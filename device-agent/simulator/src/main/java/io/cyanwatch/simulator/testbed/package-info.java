/// A rig of network namespaces on one machine: devices that serve pages, an access point that
/// loses its uplink and its radio on a schedule, a cloud with a broker. Start at [TestbedCommand].
@NullMarked
package io.cyanwatch.simulator.testbed;

import org.jspecify.annotations.NullMarked;
