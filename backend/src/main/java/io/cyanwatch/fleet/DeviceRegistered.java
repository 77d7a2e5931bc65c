package io.cyanwatch.fleet;

import java.time.Instant;

/// A device joined the registry. Published inside the registering transaction.
public record DeviceRegistered(DeviceRef device, Instant at) {}
