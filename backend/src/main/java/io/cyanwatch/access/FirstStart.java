package io.cyanwatch.access;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes `admin` where nobody can log in yet, and keeps its password at the configured one.
@Component
@Order(0)
class FirstStart implements ApplicationRunner {
  private static final String ADMIN = "admin";
  private static final Actor US = Actor.system("start");

  private final Operators operators;
  private final PasswordEncoder encoder;
  private final TransactionTemplate transaction;
  private final Audit audit;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final @Nullable String configured;

  FirstStart(
      Operators operators,
      PasswordEncoder encoder,
      TransactionTemplate transaction,
      Audit audit,
      ApplicationEventPublisher events,
      Clock clock,
      AccessProperties properties) {
    this.operators = operators;
    this.encoder = encoder;
    this.transaction = transaction;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
    this.configured = properties.adminPassword();
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (operators.count() == 0) {
      create();
    } else if (configured != null) {
      transaction.executeWithoutResult(_ -> keep(configured));
    }
  }

  /// Two backends may start at once on one database: one of them makes `admin`, the other sees it.
  private void create() {
    var password = configured == null ? Secrets.readable() : configured;
    try {
      transaction.executeWithoutResult(_ -> add(password));
    } catch (DataIntegrityViolationException anotherWasFaster) {
      return;
    }
    if (configured == null) {
      events.publishEvent(new AdminCreated(ADMIN, password));
    }
  }

  private void add(String password) {
    var id = UuidCreator.getTimeOrderedEpoch();
    var hash = Objects.requireNonNull(encoder.encode(password));
    operators.save(new Operator(id, ADMIN, hash, Scope.ADMIN, clock.instant()));
    audit.record(US, "operator.create", ADMIN, Map.of("role", Scope.ADMIN.key()));
  }

  private void keep(String password) {
    operators
        .findByName(ADMIN)
        .filter(admin -> !encoder.matches(password, admin.passwordHash()))
        .ifPresent(
            admin -> {
              admin.changePassword(Objects.requireNonNull(encoder.encode(password)));
              audit.record(US, "operator.password", ADMIN, Map.of("source", "configuration"));
            });
  }
}
