package io.cyanwatch.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The page of a list that a caller asks for: how many items, and after which.
///
/// @param after the keys of the last item seen; empty on the first page
public record Paging(int limit, List<String> after) {
  private static final int USUAL = 100;

  /// Reads the query parameters `limit` and `after`.
  public static Paging of(@Nullable Integer limit, @Nullable String after) {
    if (limit != null && (limit < 1 || limit > Page.MAX)) {
      throw Problem.badField("limit", "It must be between 1 and " + Page.MAX + ".");
    }
    return new Paging(
        limit == null ? USUAL : limit, after == null || after.isEmpty() ? List.of() : keys(after));
  }

  /// What callers pass back as `after`; they need not understand it.
  public static String cursor(Object... keys) {
    var text = Arrays.stream(keys).map(Object::toString).collect(Collectors.joining("\n"));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Whether this is the first page.
  public boolean first() {
    return after.isEmpty();
  }

  /// How many rows to ask the database for: one more than the page holds tells whether there is
  /// another page.
  public int fetch() {
    return limit + 1;
  }

  /// Makes the page of up to [#fetch] rows.
  public <T> Page<T> page(List<T> rows, Function<T, String> cursor) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    var items = List.copyOf(rows.subList(0, limit));
    return new Page<>(items, cursor.apply(items.getLast()));
  }

  public String text(int key) {
    return key(key, Function.identity());
  }

  public long number(int key) {
    return key(key, Long::parseLong);
  }

  public Instant instant(int key) {
    return key(key, Instant::parse);
  }

  public UUID uuid(int key) {
    return key(key, UUID::fromString);
  }

  private <T> T key(int key, Function<String, T> parse) {
    try {
      return parse.apply(after.get(key));
    } catch (RuntimeException foreign) {
      throw foreignCursor();
    }
  }

  private static List<String> keys(String after) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
      return List.of(text.split("\n", -1));
    } catch (IllegalArgumentException garbled) {
      throw foreignCursor();
    }
  }

  private static Problem foreignCursor() {
    return Problem.badField("after", "It is not a cursor that this list gave.");
  }
}
