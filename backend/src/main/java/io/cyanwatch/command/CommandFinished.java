package io.cyanwatch.command;

import java.time.Instant;

/// A command reached the end of its life. Published inside that transaction.
public record CommandFinished(CommandView command, Instant at) {}
