package io.cyanwatch.dashboard;

import io.cyanwatch.CyanwatchTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.jdbc.Sql;
import org.springframework.test.context.jdbc.Sql.ExecutionPhase;

/// An application of its own, so that the fleet on its pages is known: twelve devices and their
/// last hour, made anew for each test class.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@CyanwatchTest
@TestPropertySource(properties = "cyanwatch.dashboard.stream-clients=4")
@Sql(
    scripts = {"/dashboard/nothing.sql", "/dashboard/fleet.sql"},
    executionPhase = ExecutionPhase.BEFORE_TEST_CLASS)
@interface DashboardTest {}
