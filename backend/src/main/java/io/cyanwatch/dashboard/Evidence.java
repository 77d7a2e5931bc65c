package io.cyanwatch.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What an incident rests on, laid out for reading whatever the rule put into it.
final class Evidence {
  private Evidence() {}

  /// @param items what does not fit on a line
  record Fact(String name, String value, List<String> items) {}

  static List<Fact> facts(Map<String, Object> evidence) {
    var facts = new ArrayList<Fact>();
    evidence.forEach((key, value) -> add(facts, Words.sentenceCase(key), value));
    return facts;
  }

  private static void add(List<Fact> facts, String name, Object value) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach(
              (key, inner) ->
                  add(
                      facts,
                      name + " · " + String.valueOf(key).replace('_', ' '),
                      inner == null ? "" : inner));
      case List<?> list when list.stream().allMatch(Evidence::small) && list.size() <= 6 ->
          facts.add(new Fact(name, line(list), List.of()));
      case List<?> list ->
          facts.add(new Fact(name, "", list.stream().map(Evidence::item).toList()));
      default -> facts.add(new Fact(name, String.valueOf(value), List.of()));
    }
  }

  private static boolean small(Object value) {
    return !(value instanceof Map)
        && !(value instanceof List)
        && String.valueOf(value).length() < 24;
  }

  private static String line(List<?> list) {
    return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static String item(Object value) {
    return value instanceof Map<?, ?> map
        ? map.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(" · "))
        : String.valueOf(value);
  }
}
