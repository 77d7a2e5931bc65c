package io.cyanwatch.protocol;

import static io.cyanwatch.protocol.HealthField.*;

import io.cyanwatch.protocol.HealthField.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads a heartbeat in one pass, for nearly all that is said are heartbeats, and nearly all are
/// well formed. At the first thing that is not, it gives up, and says nothing of why: the careful
/// reading does. What it reads, the careful reading would read the same.
final class QuickHealth {
  private static final Map<String, HealthField> MESSAGE =
      Objects.requireNonNull(section("")).fields();

  private final JsonParser parser;

  private final Map<HealthField, Object> values = new EnumMap<>(HealthField.class);

  /// Those that were there, a bit each.
  private int sections;

  private QuickHealth(JsonParser parser) {
    this.parser = parser;
  }

  static Optional<Health> read(byte[] payload) {
    if (payload.length > Wire.MAX_BYTES || !isPlain(payload)) {
      return Optional.empty();
    }
    try (var parser = Formats.parser(payload, Wire.Format.JSON)) {
      var reading = new QuickHealth(parser);
      return reading.message() ? Optional.of(reading.health()) : Optional.empty();
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  /// One object of ASCII without escapes: its texts need no more looking at.
  private static boolean isPlain(byte[] payload) {
    if (payload.length == 0 || payload[0] != '{') {
      return false;
    }
    for (var b : payload) {
      if (b < ' ' || b == '\\') {
        return false;
      }
    }
    return true;
  }

  private boolean message() {
    return parser.nextToken() == JsonToken.START_OBJECT
        && fields(MESSAGE, true)
        && parser.nextToken() == null
        && has(BOOT)
        && has(SEQ)
        && has(UP);
  }

  /// Reads up to the end of an object.
  ///
  /// @param nested whether other objects may be in it
  private boolean fields(Map<String, HealthField> known, boolean nested) {
    var token = parser.nextToken();
    while (token == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      token = parser.nextToken();
      var read =
          token == JsonToken.START_OBJECT ? nested && part(name) : value(known.get(name), token);
      if (!read) {
        return false;
      }
      token = parser.nextToken();
    }
    return token == JsonToken.END_OBJECT;
  }

  private boolean part(String name) {
    var section = section(name);
    if (section == null || section.bit() == 0 || (sections & section.bit()) != 0) {
      return false;
    }
    sections |= section.bit();
    return fields(section.fields(), false);
  }

  private boolean has(HealthField field) {
    return values.containsKey(field);
  }

  private boolean value(@Nullable HealthField field, JsonToken token) {
    if (field == null || has(field)) {
      return false;
    }
    var read =
        switch (token) {
          case VALUE_NUMBER_INT -> number(field);
          case VALUE_STRING -> text(field, parser.getString());
          case VALUE_TRUE -> field.kind == Kind.FLAG ? Boolean.TRUE : null;
          case VALUE_FALSE -> field.kind == Kind.FLAG ? Boolean.FALSE : null;
          default -> null;
        };
    if (read != null) {
      values.put(field, read);
    }
    return read != null;
  }

  private @Nullable Object number(HealthField field) {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return null;
    }
    var n = parser.getLongValue();
    if (n < field.least || n > field.most) {
      return null;
    }
    return switch (field.kind) {
      case WHOLE -> n;
      case SMALL -> (int) n;
      case FLAG, TEXT, BOOT, PHASE, LISTENER -> null;
    };
  }

  private static @Nullable Object text(HealthField field, String text) {
    if (text.length() < field.least || text.length() > field.most) {
      return null;
    }
    return switch (field.kind) {
      case TEXT -> text;
      case BOOT -> isBoot(text) ? text : null;
      case PHASE -> Words.PHASE.read(text);
      case LISTENER -> Words.LISTENER.read(text);
      case FLAG, WHOLE, SMALL -> null;
    };
  }

  private static boolean isBoot(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      var fits =
          (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-';
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private Health health() {
    return new Health(
        new Envelope(text(BOOT), count(SEQ), count(CONN), count(UP), whole(AT), List.of()),
        (Phase) value(PHASE),
        there("wifi") ? wifi() : null,
        there("cloud")
            ? new Health.Cloud(flag(CLOUD_UP), whole(DROPS), whole(TRIES), small(RTT))
            : null,
        there("listener") ? listener() : null,
        there("clients") ? clients() : null,
        there("http") ? http() : null,
        there("mem") ? new Health.Mem(whole(FREE), whole(MIN), whole(BLOCK)) : null,
        there("loop") ? new Health.Loop(small(HZ), whole(WORST), whole(LOOP_STALLS)) : null,
        there("queue") ? new Health.Queue(whole(HELD), whole(DROPPED)) : null);
  }

  private Health.Wifi wifi() {
    return new Health.Wifi(
        flag(READY),
        word(SSID),
        word(BSSID),
        small(CH),
        word(IP),
        small(RSSI),
        small(RSSI_MIN),
        whole(UPS),
        whole(DOWNS),
        whole(DOWN_MS),
        small(REASON));
  }

  private Health.Listener listener() {
    return new Health.Listener(
        (ListenerState) value(STATE),
        small(PORT),
        whole(GEN),
        whole(STARTS),
        whole(FAILS),
        whole(ERR),
        whole(ACCEPTS),
        whole(IDLE),
        whole(PROBES),
        whole(PROBE_FAILS));
  }

  private Health.Clients clients() {
    return new Health.Clients(
        small(OPEN),
        small(MAX),
        small(PEAK),
        whole(REJECTED),
        whole(IDLE_TIMEOUTS),
        whole(HEADER_TIMEOUTS),
        whole(RESETS),
        whole(STALLS),
        whole(STALL_MS),
        whole(OLDEST));
  }

  private Health.Http http() {
    return new Health.Http(
        whole(REQUESTS),
        whole(OK),
        whole(CLIENT_ERR),
        whole(SERVER_ERR),
        whole(TRUNCATED),
        whole(WORST_MS));
  }

  private boolean there(String section) {
    return (sections & Objects.requireNonNull(section(section)).bit()) != 0;
  }

  private @Nullable Object value(HealthField field) {
    return values.get(field);
  }

  private String text(HealthField field) {
    return String.valueOf(value(field));
  }

  private @Nullable String word(HealthField field) {
    return (String) value(field);
  }

  private @Nullable Boolean flag(HealthField field) {
    return (Boolean) value(field);
  }

  private @Nullable Integer small(HealthField field) {
    return (Integer) value(field);
  }

  private @Nullable Long whole(HealthField field) {
    return (Long) value(field);
  }

  private long count(HealthField field) {
    return value(field) instanceof Long n ? n : 0;
  }
}
