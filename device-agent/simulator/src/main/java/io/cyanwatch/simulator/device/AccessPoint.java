package io.cyanwatch.simulator.device;

/// A WiFi access point: what devices behind it share, and lose together.
public record AccessPoint(String name, String site, String bssid, String gateway, int channel) {}
