package io.cyanwatch.fleet;

import io.cyanwatch.fleet.Fleet.Credentials;
import org.jspecify.annotations.Nullable;

/// How a device opens its broker session.
///
/// @param password known only in the first answer
record Mqtt(String username, @Nullable String password) {

  static Mqtt of(Credentials credentials) {
    return new Mqtt(credentials.username(), credentials.password());
  }

  Mqtt withoutPassword() {
    return new Mqtt(username, null);
  }

  /// Without the password.
  @Override
  public String toString() {
    return "Mqtt[" + username + "]";
  }
}
