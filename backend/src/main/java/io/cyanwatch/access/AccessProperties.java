package io.cyanwatch.access;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How the first ones get in.
///
/// @param bootstrapToken an admin API token for automation; never stored
/// @param adminPassword the password of `admin`, in force from every start on; absent: a random one
/// is made at the first start
@ConfigurationProperties("cyanwatch.access")
record AccessProperties(@Nullable String bootstrapToken, @Nullable String adminPassword) {
  private static final int SHORTEST_TOKEN = 32;
  private static final int SHORTEST_PASSWORD = 8;

  /// Of the password hash: BCrypt reads no further.
  private static final int LONGEST_PASSWORD = 72;

  AccessProperties {
    bootstrapToken = presence(bootstrapToken);
    adminPassword = presence(adminPassword);
    if (bootstrapToken != null && bootstrapToken.length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException(
          "cyanwatch.access.bootstrap-token must have at least 32 characters, it has "
              + bootstrapToken.length()
              + ".");
    }
    if (adminPassword != null && !fits(adminPassword)) {
      throw new IllegalArgumentException(
          "cyanwatch.access.admin-password must have 8 characters or more, in at most 72 bytes.");
    }
  }

  private static @Nullable String presence(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private static boolean fits(String password) {
    return password.length() >= SHORTEST_PASSWORD
        && password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PASSWORD;
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "AccessProperties";
  }
}
