package io.cyanwatch.protocol;

import java.util.List;

/// What a payload held: the messages that could be read, and for each other one the reason why not.
public record Decoded(List<Message> messages, List<Refusal> refusals) {

  public Decoded {
    messages = List.copyOf(messages);
    refusals = List.copyOf(refusals);
  }

  /// @param field the path of the offending field, such as `wifi.rssi`; empty for the payload as a
  /// whole
  /// @param detail a sentence for whoever writes the firmware
  public record Refusal(Reason reason, String field, String detail) {}

  /// Why a message was refused. The lower-case name is the metric's `reason`.
  public enum Reason {
    TOO_LARGE,
    MALFORMED,
    VERSION,
    MISSING_FIELD,
    BAD_FIELD
  }
}
