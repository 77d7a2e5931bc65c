package io.cyanwatch.protocol;

/// What the broker says in the device's name when the connection dies. It takes no sequence number.
public record Will(String boot, long conn) implements Message {}
