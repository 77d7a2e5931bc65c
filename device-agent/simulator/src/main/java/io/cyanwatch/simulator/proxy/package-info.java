/// A TCP proxy that breaks connections on request.
@NullMarked
package io.cyanwatch.simulator.proxy;

import org.jspecify.annotations.NullMarked;
