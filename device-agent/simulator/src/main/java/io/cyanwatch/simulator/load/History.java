package io.cyanwatch.simulator.load;

import java.util.List;
import java.util.Optional;

/// A record of every message's fate, kept outside of everything that may be killed.
interface History {
  /// What can happen to a message, and the end of the load.
  enum Kind {
    SENT(1),
    ACKED(2),
    UNHEARD(3),
    REFUSED(4),
    GAVE_UP(5),
    END(6);

    private static final List<Kind> ALL = List.of(values());

    private final short code;

    Kind(int code) {
      this.code = (short) code;
    }

    /// As it stands in a file.
    short code() {
      return code;
    }

    static Optional<Kind> of(short code) {
      for (var kind : ALL) {
        if (kind.code == code) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  /// One device of the load and its boot.
  record Sender(String device, String boot) {}

  /// One line of the history.
  ///
  /// @param sender index of the device
  /// @param atMs since the history began
  record Entry(Kind kind, int lane, int sender, long seq, long atMs) {}

  /// @param atMs since 1970
  void note(Kind kind, int lane, int sender, long seq, long atMs);

  /// Hands what is buffered to the operating system.
  void flush();

  /// For a load that nobody will ask about.
  static History none() {
    return new History() {
      @Override
      public void note(Kind kind, int lane, int sender, long seq, long atMs) {}

      @Override
      public void flush() {}
    };
  }

  /// The head of a file.
  record Head(long startedMs, List<Sender> senders) {
    public Head {
      senders = List.copyOf(senders);
    }
  }
}
