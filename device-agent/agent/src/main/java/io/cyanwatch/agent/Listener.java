package io.cyanwatch.agent;

import java.io.IOException;

/// A listening socket that can die.
interface Listener {
  void open() throws IOException;

  /// Whether clients are being accepted.
  boolean alive();

  /// Closes the clients, then the listener, each once. Returns within half a second.
  void close();
}
