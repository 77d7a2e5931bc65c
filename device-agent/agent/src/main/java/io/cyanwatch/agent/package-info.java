/// For Linux-class devices: a supervised TCP web server that reports its health. Start at [Main].
@NullMarked
package io.cyanwatch.agent;

import org.jspecify.annotations.NullMarked;
