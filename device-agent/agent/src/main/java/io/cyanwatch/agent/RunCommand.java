package io.cyanwatch.agent;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The agent itself.
@Command(
    name = "run",
    description = "Serve a directory, keep the server open, and report to the broker.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  cyanwatch-agent run --broker broker:1883 --id box-1 --password-file /etc/box-1.password \\",
      "                      --port 8088 --root /srv/www",
      "  CYANWATCH_AGENT_BROKER=broker:1883 cyanwatch-agent run --config /etc/cyanwatch-agent.conf",
      "",
      "An argument goes before the environment (CYANWATCH_AGENT_PORT for --port), and that before",
      "the file. Ctrl-C says goodbye to the cloud first.",
      "",
      "Exit codes: 0 stopped · 1 cannot start · 2 wrong arguments · 70 failed · 71 the loop stood",
      "still · 72 out of memory · 75 restart asked for. The agent wants to be started again after",
      "70 and above: systemd does so with Restart=always."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private DeviceArguments device = new DeviceArguments();
  @Mixin private DoorArguments door = new DoorArguments();

  /// The cloud may use an agent with a server as a prober, a little.
  private static final int KNOCKS = 4;

  @Override
  public Integer call() throws BadArgument, IOException {
    return Start.agent(device.options(door.door(), KNOCKS));
  }
}
