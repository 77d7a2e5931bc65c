package io.cyanwatch.fleet;

import io.cyanwatch.access.Problem;
import io.cyanwatch.fleet.NewDevice.NewProbe;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Rows of devices to register, in one of two notations. Reading one row may fail with a [Problem];
/// the others are still good.
sealed interface ImportFile {

  /// One text per row.
  List<String> rows();

  NewDevice read(String row);

  /// CSV whose first line names its columns, in any order. Tags are separated by semicolons.
  record Csv(List<String> header, List<String> rows) implements ImportFile {
    private static final List<String> COLUMNS =
        List.of("id", "name", "site", "tags", "probe_kind", "probe_host", "probe_port");

    static Csv of(List<String> lines) {
      if (lines.isEmpty()) {
        throw Problem.badField("header", "The first line names the columns.");
      }
      var header = CsvLine.split(lines.getFirst());
      if (!COLUMNS.containsAll(header) || new HashSet<>(header).size() != header.size()) {
        throw Problem.badField("header", "The columns are among " + COLUMNS + ", each once.");
      }
      if (!header.contains("id")) {
        throw Problem.badField("header", "The column id is missing.");
      }
      return new Csv(header, lines.subList(1, lines.size()));
    }

    @Override
    public NewDevice read(String row) {
      var values = CsvLine.split(row);
      if (values.size() != header.size()) {
        throw Problem.badField(
            "row", "It has " + values.size() + " values for " + header.size() + " columns.");
      }
      return device(column -> value(values, column));
    }

    private static NewDevice device(UnaryOperator<String> of) {
      var probed =
          !(of.apply("probe_kind") + of.apply("probe_host") + of.apply("probe_port")).isEmpty();
      return new NewDevice(
          of.apply("id"),
          presence(of.apply("name")),
          presence(of.apply("site")),
          Arrays.<@Nullable String>asList(of.apply("tags").split(";")).stream()
              .filter(tag -> tag != null && !tag.isBlank())
              .toList(),
          probed ? probe(of) : null);
    }

    private static NewProbe probe(UnaryOperator<String> of) {
      return new NewProbe(
          presence(of.apply("probe_kind")),
          presence(of.apply("probe_host")),
          port(of.apply("probe_port")),
          null);
    }

    private static @Nullable Integer port(String text) {
      try {
        return text.isEmpty() ? null : Integer.valueOf(text);
      } catch (NumberFormatException noNumber) {
        throw Problem.badField("probe_port", "It is between 1 and 65535.");
      }
    }

    private String value(List<String> values, String column) {
      var at = header.indexOf(column);
      return at < 0 ? "" : values.get(at);
    }

    private static @Nullable String presence(String text) {
      return text.isEmpty() ? null : text;
    }
  }

  /// One JSON object per line, each as in a single registration.
  record NdJson(List<String> rows, JsonMapper json) implements ImportFile {

    @Override
    public NewDevice read(String row) {
      try {
        return json.readValue(row, NewDevice.class);
      } catch (JacksonException odd) {
        throw Problem.badField("row", "It is no JSON object of a device.");
      }
    }
  }
}
