package io.cyanwatch.webhook;

import java.time.Duration;

/// What came of one call.
sealed interface Answer {

  Duration latency();

  /// As counted in the metric `cyanwatch_webhook_attempts_total`.
  String outcome();

  /// The receiver said something.
  ///
  /// @param text the beginning of the body
  /// @param retryAfter the header, empty for none
  record Answered(int status, String text, String retryAfter, Duration latency) implements Answer {

    boolean accepted() {
      return status / 100 == 2;
    }

    boolean gone() {
      return status == 410;
    }

    @Override
    public String outcome() {
      return accepted() ? "delivered" : gone() ? "gone" : "failed";
    }
  }

  /// It said nothing that we could use.
  ///
  /// @param error a short class: `timeout blocked unknown_host refused reset tls protocol io
  /// internal`
  record Silent(String error, Duration latency) implements Answer {

    @Override
    public String outcome() {
      return error.equals("blocked") ? "blocked" : "failed";
    }
  }
}
