package io.cyanwatch;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.stereotype.Component;

/// A migration of a large table takes as long as it takes. Elsewhere a database that says nothing
/// for half a minute is given up; here it is at work.
@Component
final class Unhurried implements FlywayConfigurationCustomizer {

  @Override
  public void customize(FluentConfiguration flyway) {
    flyway.dataSource(new Patient(Objects.requireNonNull(flyway.getDataSource())));
  }

  /// Whose connections wait for ever; the pool takes that back with the connection.
  static final class Patient extends DelegatingDataSource {
    Patient(DataSource source) {
      super(source);
    }

    @Override
    public Connection getConnection() throws SQLException {
      var connection = super.getConnection();
      connection.setNetworkTimeout(Runnable::run, 0);
      return connection;
    }
  }
}
