package io.cyanwatch.detection;

import io.cyanwatch.timeline.Texts;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// A device's state as text: only what differs from a device that was never heard.
final class StateJson {
  private final JsonMapper json;

  StateJson(JsonMapper base) {
    // What is missing is as it was in the beginning: zero, false, empty.
    this.json =
        base.rebuild()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModule(new SimpleModule().addDeserializer(String.class, new Shared()))
            .build();
  }

  /// A state names its boot in ten places.
  private static final class Shared extends StdScalarDeserializer<String> {
    Shared() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
      return Texts.shared(parser.getString());
    }
  }

  String write(DeviceState state) {
    return json.writeValueAsString(state);
  }

  DeviceState read(String text) {
    return json.readValue(text, DeviceState.class);
  }
}
