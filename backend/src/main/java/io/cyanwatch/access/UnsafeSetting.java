package io.cyanwatch.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/// A setting that we refuse to start with. Its message is the whole answer and holds no secret.
final class UnsafeSetting extends IllegalArgumentException {

  UnsafeSetting(String sentence) {
    super(sentence);
  }

  /// Says the sentence instead of the binder's analysis, which would print the value.
  static final class Analyzer extends AbstractFailureAnalyzer<UnsafeSetting> implements Ordered {

    @Override
    protected FailureAnalysis analyze(Throwable failure, UnsafeSetting cause) {
      return new FailureAnalysis(cause.getMessage(), "Set a longer one.", failure);
    }

    @Override
    public int getOrder() {
      return HIGHEST_PRECEDENCE;
    }
  }
}
