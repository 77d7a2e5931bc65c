package io.cyanwatch.agent;

/// How a device enters the broker.
///
/// @param broker as a URI, such as `tcp://broker:1883` or `ssl://broker:8883`
/// @param id the device's, also client id and user name
record Account(String broker, String id, byte[] password) {}
