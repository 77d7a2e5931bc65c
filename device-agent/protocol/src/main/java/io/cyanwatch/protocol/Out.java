package io.cyanwatch.protocol;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Writes fields; what is null is left out.
final class Out {
  private final JsonGenerator generator;

  private Out(JsonGenerator generator) {
    this.generator = generator;
  }

  /// One object.
  static byte[] object(Wire.Format format, Consumer<Out> fields) {
    return bytes(format, out -> out.braces(fields));
  }

  /// An array of objects.
  static <T> byte[] array(
      Wire.Format format, Collection<? extends T> items, FieldsOf<T> fieldsOfOne) {
    return bytes(
        format,
        out -> {
          out.generator.writeStartArray();
          for (var item : items) {
            out.braces(o -> fieldsOfOne.write(item, o));
          }
          out.generator.writeEndArray();
        });
  }

  /// How the fields of one kind of thing are written.
  interface FieldsOf<T> {
    void write(T thing, Out out);
  }

  Out text(String name, @Nullable String value) {
    if (value != null) {
      generator.writeStringProperty(name, value);
    }
    return this;
  }

  Out number(String name, @Nullable Long value) {
    if (value != null) {
      generator.writeNumberProperty(name, value.longValue());
    }
    return this;
  }

  Out number(String name, @Nullable Integer value) {
    return number(name, value == null ? null : Long.valueOf(value.longValue()));
  }

  Out flag(String name, @Nullable Boolean value) {
    if (value != null) {
      generator.writeBooleanProperty(name, value);
    }
    return this;
  }

  Out word(String name, @Nullable Enum<?> value) {
    return text(name, value == null ? null : Words.of(value));
  }

  /// An object under `name`, written by `fields` unless it is null.
  <T> Out nested(String name, @Nullable T thing, FieldsOf<T> fields) {
    if (thing != null) {
      generator.writeName(name);
      braces(out -> fields.write(thing, out));
    }
    return this;
  }

  /// Plain values under `name`: text, a number, true, false, a list, a map.
  Out plain(String name, @Nullable Object value) {
    generator.writeName(name);
    value(value);
    return this;
  }

  /// The entries themselves, without a name around them.
  Out all(Map<String, ?> entries) {
    entries.forEach(this::plain);
    return this;
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> generator.writeNull();
      case String text -> generator.writeString(text);
      case Boolean flag -> generator.writeBoolean(flag);
      case Long n -> generator.writeNumber(n.longValue());
      case Integer n -> generator.writeNumber(n.longValue());
      case Number n when Double.isFinite(n.doubleValue()) -> generator.writeNumber(n.doubleValue());
      case Number _ -> generator.writeNull();
      case Map<?, ?> map -> braces(out -> map.forEach((k, v) -> out.plain(String.valueOf(k), v)));
      case Collection<?> items -> {
        generator.writeStartArray();
        items.forEach(this::value);
        generator.writeEndArray();
      }
      default -> generator.writeString(value.toString());
    }
  }

  private void braces(Consumer<Out> fields) {
    generator.writeStartObject();
    fields.accept(this);
    generator.writeEndObject();
  }

  private static byte[] bytes(Wire.Format format, Consumer<Out> content) {
    var bytes = new ByteArrayOutputStream(512);
    try (var generator = Formats.generator(bytes, format)) {
      content.accept(new Out(generator));
    }
    return bytes.toByteArray();
  }
}
