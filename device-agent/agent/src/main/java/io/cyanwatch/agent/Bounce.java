package io.cyanwatch.agent;

/// A network that was taken down and up on purpose, from the end of the command on.
///
/// @param ups up-edges of the link before the command ran
/// @param ranAt when the command had ended
record Bounce(long ups, long ranAt) {
  /// The command may return before the link goes: so long it is waited for.
  static final long SEEN_WITHIN_MS = 10_000;

  /// Whether it is over: the link was seen to come back, or would have been seen to go by now.
  ///
  /// @param linked whether the link is up and the cloud is reached
  boolean over(long now, long upsNow, boolean linked) {
    return linked && (seen(upsNow) || now - ranAt >= SEEN_WITHIN_MS);
  }

  boolean seen(long upsNow) {
    return upsNow > ups;
  }
}
