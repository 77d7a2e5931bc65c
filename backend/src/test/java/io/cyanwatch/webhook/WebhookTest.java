package io.cyanwatch.webhook;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.SteppedClock;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/// The application with a clock that only the test moves, and a courier that goes only when sent.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@CyanwatchTest
@TestPropertySource(properties = "cyanwatch.webhook.courier=false")
@Import({SteppedClock.class, Desk.class})
@interface WebhookTest {}
