package io.cyanwatch.link;

import java.time.Instant;

/// The broker connection came or went. Published outside any transaction.
public record LinkChanged(boolean connected, Instant at) {}
