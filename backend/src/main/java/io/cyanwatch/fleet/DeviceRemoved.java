package io.cyanwatch.fleet;

import java.time.Instant;

/// A device left the registry: nothing is expected of it any more. Published inside the removing
/// transaction. The same id registered again is another device.
public record DeviceRemoved(DeviceRef device, Instant at) {}
