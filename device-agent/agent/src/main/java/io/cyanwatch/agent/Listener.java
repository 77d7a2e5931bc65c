package io.cyanwatch.agent;

import java.io.IOException;
import java.util.Optional;

/// A listening socket that can die.
interface Listener {
  void open() throws IOException;

  /// Whether clients are being accepted.
  boolean alive();

  /// Why the last one died by itself, in the words of the system; empty while it did not.
  Optional<String> fault();

  /// Closes the clients, then the listener, each once. Returns within half a second.
  void close();
}
