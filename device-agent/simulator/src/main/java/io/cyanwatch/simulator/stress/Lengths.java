package io.cyanwatch.simulator.stress;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads lengths of time as people write them: `500ms`, `10s`, `2m`, `1h`; a bare number is
/// seconds.
final class Lengths implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)(ms|s|m|h)?");

  @Override
  public Duration convert(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new TypeConversionException(
          "a length of time looks like 500ms, 10s, 2m or 1h, was " + text);
    }
    return Duration.ofNanos(Math.round(Double.parseDouble(parts.group(1)) * nanos(parts.group(2))));
  }

  private static double nanos(String unit) {
    return switch (unit) {
      case "ms" -> 1e6;
      case "m" -> 60e9;
      case "h" -> 3_600e9;
      case null, default -> 1e9;
    };
  }
}
