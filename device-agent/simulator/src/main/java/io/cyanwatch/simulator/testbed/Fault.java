package io.cyanwatch.simulator.testbed;

/// One thing that the rig does to the network of all devices.
///
/// @param atMs when, from the start of the run
/// @param lastsMs until the cable is in again or the radio back; 0 for a lease
/// @param leaseMs how long the access point then takes to hand out an address
/// @param moves whether that address is another one than before
record Fault(Kind kind, long atMs, long lastsMs, long leaseMs, boolean moves) {

  enum Kind {
    /// The access point loses its cable; the devices' WiFi stays up.
    UPLINK,
    /// The access point's radio goes: the devices lose their link, and with it their address.
    RADIO,
    /// The devices get another address while their link stays up.
    LEASE
  }

  /// When all is as it was, or ought to be.
  long overMs() {
    return atMs + lastsMs + leaseMs;
  }
}
