/// Cyanwatch watches a fleet of web-serving devices. This package only puts the rooms together.
@NullMarked
package io.cyanwatch;

import org.jspecify.annotations.NullMarked;
