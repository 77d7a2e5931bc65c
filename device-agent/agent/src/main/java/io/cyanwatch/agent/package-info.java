/// For Linux-class devices: a supervised TCP web server that reports its health.
@NullMarked
package io.cyanwatch.agent;

import org.jspecify.annotations.NullMarked;
