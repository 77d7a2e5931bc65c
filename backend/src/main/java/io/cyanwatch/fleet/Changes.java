package io.cyanwatch.fleet;

import io.cyanwatch.access.Problem;
import io.cyanwatch.fleet.NewDevice.NewProbe;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Reads a partial change: absent leaves as it is, null removes.
@Component
class Changes {
  private static final TypeReference<List<@Nullable String>> TAGS = new TypeReference<>() {};

  private final JsonMapper json;

  Changes(JsonMapper json) {
    this.json = json;
  }

  /// The version is looked at first: a stale caller learns that, whatever else is wrong.
  void apply(Map<String, @Nullable Object> asked, Device device) {
    var version = asked.get("version");
    if (version != null) {
      device.expect(read("version", version, Integer.class));
    }
    asked.forEach((field, value) -> set(device, field, value));
  }

  private void set(Device device, String field, @Nullable Object value) {
    switch (field) {
      case "version" -> {}
      case "name" -> device.rename(value == null ? null : read(field, value, String.class));
      case "site" -> device.move(value == null ? "" : read(field, value, String.class));
      case "tags" -> device.tag(value == null ? List.of() : tags(value));
      case "probe" -> probe(device, value);
      default -> throw Problem.badField(field, "It cannot be changed.");
    }
  }

  private void probe(Device device, @Nullable Object value) {
    if (value == null) {
      device.probeNoMore();
    } else {
      device.probeAt(read("probe", value, NewProbe.class).target());
    }
  }

  private List<String> tags(Object value) {
    try {
      return NewDevice.tagged(json.convertValue(value, TAGS));
    } catch (JacksonException odd) {
      throw wrongForm("tags");
    }
  }

  private <T> T read(String field, Object value, Class<T> type) {
    try {
      return json.convertValue(value, type);
    } catch (JacksonException odd) {
      throw wrongForm(field);
    }
  }

  private static Problem wrongForm(String field) {
    return Problem.badField(field, "It has the wrong form.");
  }
}
