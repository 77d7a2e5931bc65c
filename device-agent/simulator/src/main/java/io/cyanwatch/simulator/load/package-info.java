/// A publisher that is faster than any backend, a sink to measure it against, and the proof of what
/// became of every message. Start at [LoadCommand].
@NullMarked
package io.cyanwatch.simulator.load;

import org.jspecify.annotations.NullMarked;
