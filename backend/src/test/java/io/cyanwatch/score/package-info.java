/// How right detection is: the simulator's plays, whose truth is known, on a virtual clock through
/// the real ingest, and what was found beside what was so.
@org.jspecify.annotations.NullMarked
package io.cyanwatch.score;
