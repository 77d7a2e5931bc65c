package io.cyanwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
      sleep(new Unhurried.Patient(source));

      assertThatThrownBy(() -> sleep(source)).isInstanceOf(SQLException.class);
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
    config.addDataSourceProperty("socketTimeout", 1);
    return config;
  }

  private static void sleep(DataSource source) throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("select pg_sleep(1.5)");
    }
  }
}
