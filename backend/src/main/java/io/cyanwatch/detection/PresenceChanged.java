package io.cyanwatch.detection;

import io.cyanwatch.fleet.DeviceRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What people see of a device changed. Published inside the changing transaction.
///
/// @param presence `online`, `offline` or `unknown`
/// @param listener `listening`, `suspect`, `dead` or `unknown`
public record PresenceChanged(
    DeviceRef device, String presence, @Nullable String phase, String listener, Instant at) {}
