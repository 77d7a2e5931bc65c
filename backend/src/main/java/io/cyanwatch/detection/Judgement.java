package io.cyanwatch.detection;

import java.time.Instant;
import java.util.List;

/// What the rules say of those that were examined. Published inside the examining transaction.
public record Judgement(Instant at, List<Opinion> opinions) {

  public Judgement {
    opinions = List.copyOf(opinions);
  }

  /// @param kind one of the incident kinds of the API
  public record Opinion(Subject subject, String kind, Verdict verdict) {}
}
