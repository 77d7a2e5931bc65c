package io.cyanwatch.protocol;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The words of a closed set: an enum's names in lower case.
final class Words<E extends Enum<E>> {
  private static final Map<Enum<?>, String> NAMES = new ConcurrentHashMap<>();

  static final Words<Phase> PHASE = new Words<>(Phase.values());
  static final Words<ListenerState> LISTENER = new Words<>(ListenerState.values());
  static final Words<ResetClass> RESET = new Words<>(ResetClass.values());
  static final Words<Reply.Status> STATUS = new Words<>(Reply.Status.values());
  static final Words<Probe.Outcome> OUTCOME = new Words<>(Probe.Outcome.values());

  private final Map<String, E> byWord = new LinkedHashMap<>();

  private Words(E[] values) {
    for (var value : values) {
      byWord.put(of(value), value);
    }
  }

  static String of(Enum<?> value) {
    return NAMES.computeIfAbsent(value, one -> one.name().toLowerCase(Locale.ROOT));
  }

  @Nullable E read(String word) {
    return byWord.get(word);
  }

  String list() {
    return String.join(", ", byWord.keySet());
  }
}
