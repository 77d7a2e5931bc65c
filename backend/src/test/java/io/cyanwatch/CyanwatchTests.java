package io.cyanwatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CyanwatchTest
class CyanwatchTests {
  @Autowired JdbcClient jdbc;

  @Test
  void commitsAreDurable() {
    var settings =
        jdbc.sql(
                """
                select string_agg(name || '=' || setting, ' ' order by name) from pg_settings
                where name in ('fsync', 'synchronous_commit', 'full_page_writes')
                """)
            .query(String.class)
            .single();

    assertThat(settings).isEqualTo("fsync=on full_page_writes=on synchronous_commit=on");
  }

  @Test
  void ourRoleIsNoSuperuser() {
    var superuser =
        jdbc.sql("select usesuper from pg_user where usename = current_user")
            .query(Boolean.class)
            .single();

    assertThat(superuser).isFalse();
  }
}
