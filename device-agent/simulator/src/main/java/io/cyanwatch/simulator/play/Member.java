package io.cyanwatch.simulator.play;

/// Who takes part, as an operator would register it.
///
/// @param ap name of the access point; `bssid` is its address, by which devices know it
/// @param target `host:port` of the web server, for a probe from outside
public record Member(
    String id,
    String name,
    String site,
    String ap,
    String bssid,
    String gateway,
    String hw,
    String os,
    String target) {}
