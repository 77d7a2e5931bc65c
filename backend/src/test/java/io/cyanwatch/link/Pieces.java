package io.cyanwatch.link;

import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.List;

/// Bytes that come in pieces, with a silence after each; then the end.
final class Pieces extends InputStream {
  private final byte[] bytes;
  private final List<Integer> sizes;
  private int at;
  private int piece;
  private boolean silent;

  /// @param sizes of the pieces, over and over
  Pieces(byte[] bytes, List<Integer> sizes) {
    this.bytes = bytes;
    this.sizes = sizes;
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int read(byte[] into, int from, int length) throws SocketTimeoutException {
    if (at == bytes.length) {
      return -1;
    }
    silent = !silent;
    if (!silent) {
      throw new SocketTimeoutException();
    }
    var size = sizes.get(piece++ % sizes.size());
    var read = Math.min(Math.min(size, length), bytes.length - at);
    System.arraycopy(bytes, at, into, from, read);
    at += read;
    return read;
  }
}
