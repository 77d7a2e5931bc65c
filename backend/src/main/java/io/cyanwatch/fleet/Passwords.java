package io.cyanwatch.fleet;

import io.cyanwatch.access.Secrets;
import io.cyanwatch.fleet.Fleet.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The passwords of devices: at most two of one device are valid, and the first use of the newer
/// one
/// ends the older.
@Component
class Passwords {
  private final JdbcClient jdbc;
  private final Clock clock;

  Passwords(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /// Whether a device has a password, and whether the one shown is among them.
  enum Verdict {
    RIGHT,
    WRONG,
    HAS_NONE
  }

  private record Credential(
      long nr, long device, byte[] salt, byte[] hash, @Nullable Timestamp usedAt) {

    boolean matches(String password) {
      return MessageDigest.isEqual(hash, hashed(salt, password));
    }
  }

  /// Makes another password beside the one in use; an unused one gives way.
  @Transactional
  Credentials make(DeviceRef device) {
    lock(device.nr());
    var kept = inUse(device.nr());
    jdbc.sql("delete from fleet.credential where device = :device and nr <> :kept")
        .param("device", device.nr())
        .param("kept", kept.map(Credential::nr).orElse(0L))
        .update();
    var password = Secrets.text();
    var salt = Secrets.bytes(16);
    jdbc.sql(
            """
            insert into fleet.credential (device, salt, hash, created_at)
            values (:device, :salt, :hash, :now)
            """)
        .param("device", device.nr())
        .param("salt", salt)
        .param("hash", hashed(salt, password))
        .param("now", Timestamp.from(clock.instant()))
        .update();
    return new Credentials(device.id(), password);
  }

  /// Compares with each, whatever the first says: the time tells nothing.
  @Transactional
  Verdict check(String id, String password) {
    var credentials = newestFirst(id);
    if (credentials.isEmpty()) {
      return Verdict.HAS_NONE;
    }
    var right = credentials.stream().filter(each -> each.matches(password)).toList();
    right.stream().filter(each -> each.usedAt() == null).forEach(this::firstUse);
    return right.isEmpty() ? Verdict.WRONG : Verdict.RIGHT;
  }

  private void firstUse(Credential credential) {
    lock(credential.device());
    jdbc.sql("update fleet.credential set used_at = :now where device = :device and hash = :hash")
        .param("now", Timestamp.from(clock.instant()))
        .param("device", credential.device())
        .param("hash", credential.hash())
        .update();
    jdbc.sql("delete from fleet.credential where device = :device and nr < :nr")
        .param("device", credential.device())
        .param("nr", credential.nr())
        .update();
  }

  private void lock(long device) {
    jdbc.sql("select nr from fleet.device where nr = :device for update")
        .param("device", device)
        .query(Long.class)
        .optional();
  }

  /// The one that the device uses; before its first session, the newest.
  private Optional<Credential> inUse(long device) {
    return jdbc.sql(
            """
            select nr, device, salt, hash, used_at from fleet.credential
            where device = :device
            order by used_at is null, nr desc limit 1
            """)
        .param("device", device)
        .query(Credential.class)
        .optional();
  }

  private List<Credential> newestFirst(String id) {
    return jdbc.sql(
            """
            select c.nr, c.device, c.salt, c.hash, c.used_at
            from fleet.credential c join fleet.device d on d.nr = c.device
            where d.id = :id order by c.nr desc
            """)
        .param("id", id)
        .query(Credential.class)
        .list();
  }

  private static byte[] hashed(byte[] salt, String password) {
    return Secrets.sha256(salt, password.getBytes(StandardCharsets.UTF_8));
  }
}
