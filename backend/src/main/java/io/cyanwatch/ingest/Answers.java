package io.cyanwatch.ingest;

import io.cyanwatch.fleet.DeviceRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What devices said of commands in one batch. Published inside the transaction that stores it.
public record Answers(List<Answer> answers, Instant at) {

  public Answers {
    answers = List.copyOf(answers);
  }

  /// @param command the id that the device gave; may be none of ours
  /// @param status `accepted rejected running done failed`
  public record Answer(
      DeviceRef device,
      String boot,
      String command,
      String status,
      @Nullable String reason,
      @Nullable Long generationBefore,
      @Nullable Long generationAfter) {}
}
