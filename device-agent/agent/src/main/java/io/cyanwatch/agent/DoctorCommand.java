package io.cyanwatch.agent;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Says what is wrong with a set-up.
@Command(
    name = "doctor",
    description = "Look at everything that `run` needs, and say what is wrong and what cures it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  cyanwatch-agent doctor --config /etc/cyanwatch-agent.conf",
      "  sudo -u cyanwatch-agent cyanwatch-agent doctor --config /etc/cyanwatch-agent.conf",
      "",
      "Takes the options of run; run it as the user that the agent runs as, while no agent runs.",
      "Exit codes: 0 nothing is wrong · 1 something is · 2 wrong arguments."
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DeviceArguments device = new DeviceArguments();
  @Mixin private DoorArguments door = new DoorArguments();

  @Override
  public Integer call() {
    return new Doctor(device, door).examine(spec.commandLine().getOut()) ? 0 : 1;
  }
}
