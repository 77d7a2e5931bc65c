package io.cyanwatch.command;

import java.time.Instant;

/// A command took a step. Published inside that transaction, for live pages.
public record CommandChanged(CommandView command, Instant at) {}
