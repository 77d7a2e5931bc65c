package io.cyanwatch.protocol;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of a heartbeat with what each may hold, as [HealthCodec] says in many words.
enum HealthField {
  V("", "v", Kind.WHOLE, 1, 1),
  BOOT("", "boot", Kind.BOOT, 1, 40),
  SEQ("", "seq", Kind.WHOLE, 0, Field.U32),
  CONN("", "conn", Kind.WHOLE, 0, Field.U32),
  UP("", "up", Kind.WHOLE, 0, Field.LARGEST),
  AT("", "at", Kind.WHOLE, 0, Field.LARGEST),
  PHASE("", "phase", Kind.PHASE, 0, Field.TEXT),
  READY("wifi", "ready", Kind.FLAG, 0, 0),
  SSID("wifi", "ssid", Kind.TEXT, 0, Field.TEXT),
  BSSID("wifi", "bssid", Kind.TEXT, 0, Field.TEXT),
  CH("wifi", "ch", Kind.SMALL, 0, 255),
  IP("wifi", "ip", Kind.TEXT, 0, Field.TEXT),
  RSSI("wifi", "rssi", Kind.SMALL, -150, 0),
  RSSI_MIN("wifi", "rssi_min", Kind.SMALL, -150, 0),
  UPS("wifi", "ups"),
  DOWNS("wifi", "downs"),
  DOWN_MS("wifi", "down_ms"),
  REASON("wifi", "reason", Kind.SMALL, Integer.MIN_VALUE, Integer.MAX_VALUE),
  CLOUD_UP("cloud", "up", Kind.FLAG, 0, 0),
  DROPS("cloud", "drops"),
  TRIES("cloud", "tries"),
  RTT("cloud", "rtt", Kind.SMALL, 0, Integer.MAX_VALUE),
  STATE("listener", "state", Kind.LISTENER, 0, Field.TEXT),
  PORT("listener", "port", Kind.SMALL, 0, 65_535),
  GEN("listener", "gen"),
  STARTS("listener", "starts"),
  FAILS("listener", "fails"),
  ERR("listener", "err", Kind.WHOLE, -Field.LARGEST, Field.LARGEST),
  ACCEPTS("listener", "accepts"),
  IDLE("listener", "idle"),
  PROBES("listener", "probes"),
  PROBE_FAILS("listener", "probe_fails"),
  OPEN("clients", "open", Kind.SMALL, 0, Integer.MAX_VALUE),
  MAX("clients", "max", Kind.SMALL, 0, Integer.MAX_VALUE),
  PEAK("clients", "peak", Kind.SMALL, 0, Integer.MAX_VALUE),
  REJECTED("clients", "rejected"),
  IDLE_TIMEOUTS("clients", "idle_timeouts"),
  HEADER_TIMEOUTS("clients", "header_timeouts"),
  RESETS("clients", "resets"),
  STALLS("clients", "stalls"),
  STALL_MS("clients", "stall_ms"),
  OLDEST("clients", "oldest"),
  REQUESTS("http", "requests"),
  OK("http", "ok"),
  CLIENT_ERR("http", "client_err"),
  SERVER_ERR("http", "server_err"),
  TRUNCATED("http", "truncated"),
  WORST_MS("http", "worst_ms"),
  FREE("mem", "free"),
  MIN("mem", "min"),
  BLOCK("mem", "block"),
  HZ("loop", "hz", Kind.SMALL, 0, Integer.MAX_VALUE),
  WORST("loop", "worst"),
  LOOP_STALLS("loop", "stalls"),
  HELD("queue", "held"),
  DROPPED("queue", "dropped");

  /// What is read: [#WHOLE] a `Long`, [#SMALL] an `Integer`.
  enum Kind {
    FLAG,
    WHOLE,
    SMALL,
    TEXT,
    BOOT,
    PHASE,
    LISTENER
  }

  /// @param bit of its own; 0 for the message's own fields
  record Section(int bit, Map<String, HealthField> fields) {}

  private static final Map<String, Section> SECTIONS = sections();

  final String section;
  final String key;
  final Kind kind;
  final long least;
  final long most;

  /// A counter.
  HealthField(String section, String key) {
    this(section, key, Kind.WHOLE, 0, Field.LARGEST);
  }

  /// @param least of a number, or characters of a text
  HealthField(String section, String key, Kind kind, long least, long most) {
    this.section = section;
    this.key = key;
    this.kind = kind;
    this.least = least;
    this.most = most;
  }

  /// The message's own fields are in section "".
  static @Nullable Section section(String name) {
    return SECTIONS.get(name);
  }

  private static Map<String, Section> sections() {
    var fields = new LinkedHashMap<String, Map<String, HealthField>>();
    Arrays.stream(values())
        .forEach(
            field ->
                fields.computeIfAbsent(field.section, _ -> new HashMap<>()).put(field.key, field));
    var sections = new HashMap<String, Section>();
    fields.forEach(
        (name, those) ->
            sections.put(name, new Section(name.isEmpty() ? 0 : 1 << sections.size(), those)));
    return sections;
  }
}
