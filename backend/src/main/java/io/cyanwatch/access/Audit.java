package io.cyanwatch.access;

import java.util.Map;

/// The append-only log of who did what.
public interface Audit {

  /// Whoever is asking in this thread; [Actor#system] where nobody is.
  Actor actor();

  /// Adds a row as [#actor], in the caller's transaction where there is one.
  void record(String action, String target, Map<String, ?> detail);

  /// Adds a row for one of our own parts.
  void record(Actor actor, String action, String target, Map<String, ?> detail);
}
