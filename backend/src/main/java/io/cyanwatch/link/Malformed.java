package io.cyanwatch.link;

import java.io.IOException;

/// The broker sent what MQTT does not allow, or what we never allowed it.
final class Malformed extends IOException {

  Malformed(String what) {
    super("the broker sent " + what);
  }
}
