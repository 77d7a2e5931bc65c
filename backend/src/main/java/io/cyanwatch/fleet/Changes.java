package io.cyanwatch.fleet;

import io.cyanwatch.access.Problem;
import io.cyanwatch.fleet.NewDevice.NewProbe;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads a partial change: absent leaves as it is, null removes.
@Component
class Changes {
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};
  private static final TypeReference<List<@Nullable String>> TAGS = new TypeReference<>() {};

  private final JsonMapper json;

  Changes(JsonMapper json) {
    this.json = json;
  }

  Map<String, Object> fields(ObjectNode asked) {
    return json.convertValue(asked, FIELDS);
  }

  /// The version is looked at first: a stale caller learns that, whatever else is wrong.
  void apply(ObjectNode asked, Device device) {
    if (asked.hasNonNull("version")) {
      device.expect(read("version", asked.get("version"), Integer.class));
    }
    asked.properties().forEach(each -> set(device, each.getKey(), each.getValue()));
  }

  private void set(Device device, String field, JsonNode value) {
    switch (field) {
      case "version" -> {}
      case "name" -> device.rename(value.isNull() ? null : read(field, value, String.class));
      case "site" -> device.move(value.isNull() ? "" : read(field, value, String.class));
      case "tags" -> device.tag(value.isNull() ? List.of() : tags(value));
      case "probe" -> probe(device, value);
      default -> throw Problem.badField(field, "It cannot be changed.");
    }
  }

  private void probe(Device device, JsonNode value) {
    if (value.isNull()) {
      device.probeNoMore();
    } else {
      device.probeAt(read("probe", value, NewProbe.class).target());
    }
  }

  private List<String> tags(JsonNode value) {
    try {
      return NewDevice.tagged(json.convertValue(value, TAGS));
    } catch (JacksonException odd) {
      throw wrongForm("tags");
    }
  }

  private <T> T read(String field, JsonNode value, Class<T> type) {
    try {
      return json.treeToValue(value, type);
    } catch (JacksonException odd) {
      throw wrongForm(field);
    }
  }

  private static Problem wrongForm(String field) {
    return Problem.badField(field, "It has the wrong form.");
  }
}
