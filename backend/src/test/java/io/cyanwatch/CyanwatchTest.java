package io.cyanwatch;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

/// The whole application on a real PostgreSQL and a real broker, in a home of its own, without the
/// demo fleet. Tests share one running application: use ids of your own.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "cyanwatch.demo.enabled=false",
      "cyanwatch.access.bootstrap-token=" + CyanwatchTest.TOKEN,
      "cyanwatch.access.admin-password=" + CyanwatchTest.PASSWORD
    })
@ContextConfiguration(initializers = TestHome.class)
@Execution(ExecutionMode.SAME_THREAD)
public @interface CyanwatchTest {
  /// An admin's API token.
  String TOKEN = "cw_test_bootstrap_token_0123456789abcdef";

  /// The password of the operator `admin`.
  String PASSWORD = "a-password-for-tests-only";
}
