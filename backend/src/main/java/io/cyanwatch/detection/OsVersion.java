package io.cyanwatch.detection;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An operating system and its version, such as `deviceos 0.8.0-rc.3`.
///
/// @param candidate of a release candidate its number; of a release beyond all candidates
record OsVersion(String name, int major, int minor, int patch, int candidate)
    implements Comparable<OsVersion> {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([A-Za-z_-]*)\\s*v?(\\d{1,5})\\.(\\d{1,5})(?:\\.(\\d{1,5}))?(?:-rc\\.(\\d{1,5}))?.*");
  private static final int RELEASE = Integer.MAX_VALUE;
  private static final Comparator<OsVersion> ORDER =
      Comparator.comparingInt(OsVersion::major)
          .thenComparingInt(OsVersion::minor)
          .thenComparingInt(OsVersion::patch)
          .thenComparingInt(OsVersion::candidate);

  /// A version that is not told compares as no version of anything.
  static OsVersion of(@Nullable String text) {
    var match = FORM.matcher(text == null ? "" : text);
    return match.matches()
        ? new OsVersion(
            match.group(1).toLowerCase(Locale.ROOT),
            Integer.parseInt(match.group(2)),
            Integer.parseInt(match.group(3)),
            match.group(4) == null ? 0 : Integer.parseInt(match.group(4)),
            match.group(5) == null ? RELEASE : Integer.parseInt(match.group(5)))
        : new OsVersion("", 0, 0, 0, RELEASE);
  }

  /// @param candidate 0 for the first that carries this number at all
  boolean isDeviceOsBefore(int major, int minor, int patch, int candidate) {
    return name.equals("deviceos")
        && compareTo(new OsVersion(name, major, minor, patch, candidate)) < 0;
  }

  @Override
  public int compareTo(OsVersion other) {
    return ORDER.compare(this, other);
  }
}
