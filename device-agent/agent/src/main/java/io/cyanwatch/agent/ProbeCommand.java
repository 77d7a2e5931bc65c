package io.cyanwatch.agent;

import io.cyanwatch.protocol.Probe.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The prober of a local network.
@Command(
    name = "probe",
    description = "Knock at the servers of this network when the cloud asks, or once.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  cyanwatch-agent probe --broker broker:1883 --id prober-attic --password-file prober.password",
      "  cyanwatch-agent probe --once 10.0.0.23:80 --path /",
      "",
      "open: it works · refused: nobody listens · timeout: nothing came back · silent: it accepts",
      "and does not answer · error: there is no way to it from here.",
      "The cloud may only have addresses in --networks visited; loopback and link-local ones only",
      "when they are named there.",
      "",
      "Exit codes with --once: 0 open · 1 anything else · 2 wrong arguments; else as of run."
    })
final class ProbeCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Mixin private DeviceArguments device = new DeviceArguments();

  @Option(
      names = "--once",
      paramLabel = "<host:port>",
      description = "Knock there now, print what was seen, and end.")
  @Nullable String once;

  @Option(
      names = "--path",
      paramLabel = "<path>",
      description = "With --once: also ask for this by HTTP.")
  @Nullable String path;

  @Option(
      names = "--at-once",
      paramLabel = "<knocks>",
      defaultValue = "16",
      description = "Knocks at a time, 1 to 256; more are not executed, and said so. Default: 16.")
  String atOnce = "16";

  @Override
  public Integer call() throws BadArgument, IOException {
    if (once != null) {
      return knock(once);
    }
    if (path != null) {
      throw new BadArgument("--path is of use only with --once");
    }
    return Start.agent(device.options(null, Check.number("--at-once", atOnce, 1, 256)));
  }

  private int knock(String where) throws BadArgument {
    var target =
        Knock.Target.parse(where)
            .orElseThrow(() -> new BadArgument("--once must look like host:port, was " + where));
    if (path != null && !Task.isPath(path)) {
      throw new BadArgument("--path must begin with / and have no spaces, was " + path);
    }
    var seen = Knock.at(target, Optional.ofNullable(path), PATIENCE);
    var http = seen.http() == null ? "" : ", HTTP " + seen.http();
    System.out.println("%s after %d ms%s".formatted(Reports.word(seen.outcome()), seen.ms(), http));
    return seen.outcome() == Outcome.OPEN ? 0 : 1;
  }
}
