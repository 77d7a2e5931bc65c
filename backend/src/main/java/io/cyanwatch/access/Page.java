package io.cyanwatch.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param next the `after` of the next page; null at the end
public record Page<T>(List<T> items, @Nullable String next) {
  /// The most items that a caller may ask for.
  public static final int MAX = 500;
}
