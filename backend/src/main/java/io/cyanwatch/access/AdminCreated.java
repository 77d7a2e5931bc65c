package io.cyanwatch.access;

/// The first start made up a password for `admin`. Published once, after which only its hash is
/// left: whoever listens shows it to a person.
public record AdminCreated(String name, String password) {

  /// Without the password: events end up in logs.
  @Override
  public String toString() {
    return "AdminCreated[" + name + "]";
  }
}
