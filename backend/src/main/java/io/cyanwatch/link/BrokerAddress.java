package io.cyanwatch.link;

/// Where devices find the broker.
///
/// @param embedded whether it runs inside this process
public record BrokerAddress(String host, int port, boolean embedded) {}
