package io.cyanwatch.link;

import io.cyanwatch.fleet.Fleet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the fleet who may come in, and [Rights] what they may do.
///
/// The broker's own cache of logins is off, so that a withdrawn password stops the next login; a
/// connection that was let in is remembered by its subject.
final class BrokerDoor implements ActiveMQSecurityManager5 {

  private static final Logger log = LoggerFactory.getLogger(BrokerDoor.class);

  private final Fleet fleet;
  private final Rights rights;
  private final byte[] password;

  BrokerDoor(Fleet fleet, Rights rights, String password) {
    this.fleet = fleet;
    this.rights = rights;
    this.password = password.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable Subject authenticate(
      @Nullable String user,
      @Nullable String given,
      @Nullable RemotingConnection connection,
      @Nullable String domain) {
    if (user == null || given == null || connection == null) {
      return null;
    }
    var known = connection.getSubject();
    if (known != null) {
      return known;
    }
    return admits(user, given) ? subject(user) : null;
  }

  @Override
  public boolean authorize(
      @Nullable Subject subject, Set<Role> roles, CheckType check, String address) {
    if (subject == null) {
      return false;
    }
    var user = nameOf(subject);
    // Asked about queues as address::queue; the guard lets no device write such a name itself.
    var topic = check == CheckType.SEND ? address : address.split("::", 2)[0];
    return switch (check) {
      case SEND -> rights.maySay(user, topic);
      case CONSUME,
          CREATE_DURABLE_QUEUE,
          DELETE_DURABLE_QUEUE,
          CREATE_NON_DURABLE_QUEUE,
          DELETE_NON_DURABLE_QUEUE ->
          rights.mayHear(user, topic);
      case CREATE_ADDRESS -> rights.maySay(user, topic) || rights.mayHear(user, topic);
      // A clean start removes what an earlier session left behind.
      case DELETE_ADDRESS -> !rights.isBackend(user) && rights.mayHear(user, topic);
      case MANAGE, BROWSE, VIEW, EDIT -> false;
    };
  }

  @Override
  public @Nullable String getUserFromSubject(@Nullable Subject subject) {
    return subject == null ? null : nameOf(subject);
  }

  private boolean admits(String user, String given) {
    if (rights.isBackend(user)) {
      return MessageDigest.isEqual(password, given.getBytes(StandardCharsets.UTF_8));
    }
    try {
      return rights.isDevice(user) && fleet.admits(user, given);
    } catch (RuntimeException e) {
      log.warn("Refused {} because its password cannot be checked now", user, e);
      return false;
    }
  }

  private static String nameOf(Subject subject) {
    return subject.getPrincipals(UserPrincipal.class).iterator().next().getName();
  }

  private static Subject subject(String user) {
    var subject = new Subject();
    subject.getPrincipals().add(new UserPrincipal(user));
    return subject;
  }

  @Override
  public boolean validateUser(String user, String given) {
    return false;
  }

  @Override
  public boolean validateUserAndRole(
      String user, String given, Set<Role> roles, CheckType checkType) {
    return false;
  }
}
