package io.cyanwatch.protocol;

/// Everything of `boot` up to `seq` is durable.
public record Ack(String boot, long seq) {}
