package io.cyanwatch.link;

/// Where devices find the broker.
///
/// @param embedded whether it runs inside this process
/// @param backend the name under which it knows this backend, the same after a restart
public record BrokerAddress(String host, int port, boolean embedded, String backend) {}
