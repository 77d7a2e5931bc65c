/// What devices and the cloud say to each other: records, codec and topics of wire version 1. Start
/// at [Wire].
@NullMarked
package io.cyanwatch.protocol;

import org.jspecify.annotations.NullMarked;
