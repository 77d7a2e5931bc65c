package io.cyanwatch.agent;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The system's own number of an error. Java hands only the words on, so it is read off them.
final class Errno {
  private static final Map<String, Long> NUMBERS = numbers();

  private Errno() {}

  /// Null where the words are of no error that a listener meets on Linux.
  static @Nullable Long of(@Nullable String words) {
    var text = String.valueOf(words).toLowerCase(Locale.ROOT);
    return NUMBERS.entrySet().stream()
        .filter(it -> text.contains(it.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static Map<String, Long> numbers() {
    var numbers = new LinkedHashMap<String, Long>();
    numbers.put("operation not permitted", 1L);
    numbers.put("bad file descriptor", 9L);
    numbers.put("cannot allocate memory", 12L);
    numbers.put("permission denied", 13L);
    numbers.put("invalid argument", 22L);
    numbers.put("too many open files in system", 23L);
    numbers.put("too many open files", 24L);
    numbers.put("address family not supported", 97L);
    numbers.put("address already in use", 98L);
    numbers.put("cannot assign requested address", 99L);
    numbers.put("network is down", 100L);
    numbers.put("network is unreachable", 101L);
    numbers.put("connection abort", 103L);
    numbers.put("no buffer space", 105L);
    return numbers;
  }
}
