@NullMarked
package io.cyanwatch.protocol;

import org.jspecify.annotations.NullMarked;
