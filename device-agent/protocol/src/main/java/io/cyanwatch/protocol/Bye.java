package io.cyanwatch.protocol;

import org.jspecify.annotations.Nullable;

/// A clean goodbye.
///
/// @param reason `sleep`, `update`, `restart` or `shutdown`
public record Bye(Envelope envelope, @Nullable String reason) implements Message.Recorded {}
