package io.cyanwatch.timeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.cbor.CBORMapper;

/// From stored bodies to plain values.
@Component
class Bodies {
  private static final List<String> KINDS =
      List.of("", "birth", "health", "event", "bye", "reply", "probe", "will");
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final CBORMapper cbor = new CBORMapper();

  /// The API's word for a number of [Records].
  static String kind(int kind) {
    return KINDS.get(kind);
  }

  /// What we stored we can read; a broken page must not hide the rest of a timeline.
  Map<String, Object> read(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length == 0) {
      return Map.of();
    }
    try {
      return cbor.readValue(bytes, MAP);
    } catch (JacksonException e) {
      return Map.of("unreadable", bytes.length + " bytes");
    }
  }

  /// The map under this key; empty when there is none.
  static Map<String, Object> part(Map<String, Object> body, String key) {
    var part = new LinkedHashMap<String, Object>();
    if (body.get(key) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> part.put(String.valueOf(name), value));
    }
    return part;
  }
}
