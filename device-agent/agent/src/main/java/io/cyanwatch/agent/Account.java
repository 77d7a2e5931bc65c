package io.cyanwatch.agent;

import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/// How a device enters the broker.
///
/// @param broker as a URI, such as `tcp://broker:1883` or `ssl://broker:8883`
/// @param trust makes the sockets of a TLS connection; none for what Java trusts by itself
/// @param id the device's, also client id and user name
record Account(String broker, Optional<SSLSocketFactory> trust, String id, byte[] password) {}
