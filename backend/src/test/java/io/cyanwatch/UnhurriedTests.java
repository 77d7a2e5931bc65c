package io.cyanwatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CyanwatchTest
class UnhurriedTests {
  @Autowired HikariDataSource ours;
  @Autowired Flyway flyway;

  @Test
  void aMigrationMayTakeLongerThanTheDatabaseMayOtherwiseBeSilent() throws SQLException {
    try (var source = new HikariDataSource(hasty())) {
      assertThat(patience(source)).isEqualTo(1_000);
      assertThat(patience(new Unhurried.Patient(source))).isZero();
      assertThat(patience(source)).isEqualTo(1_000);
    }
  }

  @Test
  void ourMigrationsMay() {
    assertThat(flyway.getConfiguration().getDataSource()).isInstanceOf(Unhurried.Patient.class);
  }

  private HikariConfig hasty() {
    var config = new HikariConfig();
    config.setJdbcUrl(ours.getJdbcUrl());
    config.setUsername(ours.getUsername());
    config.setPassword(ours.getPassword());
    config.setMaximumPoolSize(1);
    config.addDataSourceProperty("socketTimeout", "1");
    return config;
  }

  /// In milliseconds; 0 for ever.
  private static int patience(DataSource source) throws SQLException {
    try (var connection = source.getConnection()) {
      return connection.getNetworkTimeout();
    }
  }
}
