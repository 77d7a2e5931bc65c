package io.cyanwatch.simulator.load;

import io.cyanwatch.simulator.Progress;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// The options that say how much is published, and how fast.
final class Work {
  private static final int SHARED_WINDOW = 1_000;
  private static final int OWN_WINDOW = 8;
  private static final int SECONDS = 10;

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rate",
      paramLabel = "<msg/s>",
      description = "Of all devices together. Default: flat out.")
  private long rate;

  @Option(
      names = "--seconds",
      paramLabel = "<s>",
      description = "Ends after so long. Default: 10, without --messages.")
  private @Nullable Long seconds;

  @Option(
      names = "--messages",
      paramLabel = "<n>",
      description = "Ends after so many messages, births included.")
  private @Nullable Long messages;

  @Option(
      names = "--window",
      paramLabel = "<n>",
      description =
          "Unacknowledged messages of one connection at most. Default: 1000, or 8 with "
              + "--per-device.")
  private @Nullable Integer window;

  @Option(
      names = "--mqtt",
      defaultValue = "3",
      paramLabel = "3|5",
      description = {
        "Version: 3 for 3.1.1, or 5, which is told of refused and unheard messages.",
        "Default: ${DEFAULT-VALUE}."
      })
  private int version;

  @Option(
      names = "--no-resend",
      description = "Gives up what is unacknowledged when a connection breaks.")
  private boolean noResend;

  /// @param own whether each device has a connection of its own
  Plan plan(boolean own) {
    refuse(rate < 0 || rate > 10_000_000, "--rate must be 0 (flat out) to 10000000, was " + rate);
    refuse(version != 3 && version != 5, "--mqtt must be 3 or 5, was " + version);
    var most = messages == null ? Long.MAX_VALUE : messages;
    refuse(most < 1, "--messages must be 1 or more, was " + most);
    var usual = messages == null ? SECONDS : Plan.FOR_EVER.toSeconds();
    var length = seconds == null ? usual : seconds;
    var longest = Plan.FOR_EVER.toSeconds();
    refuse(
        length < 1 || length > longest,
        "--seconds must be 1 to %d, was %d".formatted(longest, length));
    var unacked = window == null ? (own ? OWN_WINDOW : SHARED_WINDOW) : window;
    refuse(
        unacked < 1 || unacked > Plan.LARGEST_WINDOW,
        "--window must be 1 to 65535, was " + unacked);
    return new Plan(version, unacked, !noResend, rate, most, Duration.ofSeconds(length));
  }

  Progress progress(Plan plan) {
    return plan.isCounted()
        ? Progress.of("Publishing", plan.messages(), " messages")
        : Progress.of("Publishing", plan.length().toSeconds(), " s");
  }

  /// @param ns since the sending began
  void show(Progress progress, Plan plan, Ledger ledger, long ns) {
    var note = String.format(Locale.ROOT, "%,d acknowledged", ledger.ackedSoFar());
    var done = plan.isCounted() ? ledger.sentSoFar() : ns / 1_000_000_000;
    progress.at(
        Math.min(done, plan.isCounted() ? plan.messages() : plan.length().toSeconds()), note);
  }

  private void refuse(boolean wrong, String sentence) {
    if (wrong) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }
}
