package io.cyanwatch.simulator;

/// A WiFi access point: what devices behind it share, and lose together.
record AccessPoint(String name, String site, String bssid, String gateway, int channel) {}
