package io.cyanwatch.detection;

import io.cyanwatch.detection.DeviceState.Trace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What shows a fault, in a stable order: the numbers, the signature, the records.
final class Facts {
  static final String SIGNATURE = "signature";
  static final String RECORDS = "records";

  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final List<String> records = new ArrayList<>();
  private @Nullable Map<String, Object> signature;

  /// Absent facts are left out.
  Facts put(String name, @Nullable Object value) {
    if (value != null) {
      facts.put(name, value);
    }
    return this;
  }

  Facts signed(Signature by, String why) {
    signature = by.because(why);
    return this;
  }

  /// The record that shows it.
  Facts record(@Nullable Trace trace) {
    if (trace != null && !records.contains(trace.key())) {
      records.add(trace.key());
    }
    return this;
  }

  Facts records(Collection<Trace> traces) {
    traces.forEach(this::record);
    return this;
  }

  Map<String, Object> map() {
    var all = new LinkedHashMap<String, Object>();
    all.put("facts", facts);
    if (signature != null) {
      all.put(SIGNATURE, signature);
    }
    if (!records.isEmpty()) {
      all.put(RECORDS, List.copyOf(records));
    }
    return all;
  }
}
