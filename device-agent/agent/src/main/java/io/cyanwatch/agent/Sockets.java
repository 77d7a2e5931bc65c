package io.cyanwatch.agent;

import java.nio.ByteBuffer;

/// A listening socket and its connections, as the slots see them. Nothing here ever waits.
interface Sockets {
  /// Later: not an error. Bytes moved are given as a positive number.
  int WOULD_BLOCK = 0;

  /// The other side has sent all it will.
  int CLOSED = -1;

  int RESET = -2;

  /// Any other failure of the connection, such as a host that cannot be reached any more.
  int FAILED = -3;

  enum Arrival {
    /// Nobody waits.
    NONE,
    CLIENT,
    /// Our own probe, which is no client.
    PROBE,
    /// It was gone before it was ours.
    LOST,
    /// The system is short of something and lends us no connection now.
    SHORTAGE,
    /// The listening socket is of no use any more.
    BROKEN
  }

  /// Takes the next one in. A [Arrival#CLIENT] or [Arrival#PROBE] is then either seated or refused.
  Arrival accept();

  /// What the system said when it last lent no connection, or when the listener broke; or empty.
  String fault();

  /// Who came in last, as `host:port`; empty when it is gone. Not to be asked after [#seat].
  String newcomer();

  /// Who is connected, as `host:port`; empty when it is not known any more.
  String peer(Handle handle);

  /// Gives the one that came in last its name.
  void seat(Handle handle);

  /// Closes the one that came in last, after as much of a last word as fits at once.
  void refuse(ByteBuffer last);

  int recv(Handle handle, ByteBuffer into);

  int send(Handle handle, ByteBuffer from);

  /// Says that nothing more will be sent.
  void shutdown(Handle handle);

  /// Ends the name too. Abruptly: the system need not try to deliver what is left.
  void close(Handle handle, boolean abruptly);
}
