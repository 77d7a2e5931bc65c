package io.cyanwatch.access;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/// What a token or an operator may do. Each scope includes those before it.
enum Scope {
  READ("read"),
  OPERATE("operate"),
  ADMIN("admin");

  @EnumeratedValue private final String key;

  Scope(String key) {
    this.key = key;
  }

  @JsonValue
  String key() {
    return key;
  }

  /// The roles of this scope and of all it includes, such as `ROLE_read`.
  List<GrantedAuthority> authorities() {
    return Arrays.stream(values())
        .filter(scope -> scope.compareTo(this) <= 0)
        .<GrantedAuthority>map(scope -> new SimpleGrantedAuthority("ROLE_" + scope.key))
        .toList();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
