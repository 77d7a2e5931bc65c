package io.cyanwatch.detection;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A device's state as text: only what differs from a device that was never heard.
final class StateJson {
  private final JsonMapper json;

  StateJson(JsonMapper base) {
    // What is missing is as it was in the beginning: zero, false, empty.
    this.json = base.rebuild().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();
  }

  String write(DeviceState state) {
    return json.writeValueAsString(state);
  }

  DeviceState read(String text) {
    return json.readValue(text, DeviceState.class);
  }
}
