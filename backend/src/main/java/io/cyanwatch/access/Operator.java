package io.cyanwatch.access;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;

/// A person who logs in.
@Entity
@Table(schema = "access", name = "operator")
class Operator {
  @Id private UUID id;
  private String name;
  private String passwordHash;

  @Enumerated(EnumType.STRING)
  private Scope role;

  @SuppressWarnings("UnusedVariable") // for whoever reads the table
  private Instant createdAt;

  @Version private @Nullable Integer version;

  @SuppressWarnings("NullAway.Init")
  protected Operator() {}

  Operator(UUID id, String name, String passwordHash, Scope role, Instant now) {
    this.id = id;
    this.name = name;
    this.passwordHash = passwordHash;
    this.role = role;
    this.createdAt = now;
  }

  void changePassword(String hash) {
    passwordHash = hash;
  }

  String passwordHash() {
    return passwordHash;
  }

  UserDetails details() {
    return User.withUsername(name).password(passwordHash).authorities(role.authorities()).build();
  }
}
