package io.cyanwatch.simulator;

import io.cyanwatch.simulator.load.LoadCommand;
import io.cyanwatch.simulator.proxy.ProxyCommand;
import io.cyanwatch.simulator.stress.StressCommand;
import io.cyanwatch.simulator.testbed.TestbedCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line of everything that plays a device, or a device's visitor.
@Command(
    name = "cyanwatch-simulator",
    description = "Virtual devices, their faults, and the load and the visitors that they suffer.",
    mixinStandardHelpOptions = true,
    version = "cyanwatch-simulator 0.1.0",
    subcommands = {
      DemoCommand.class,
      FleetCommand.class,
      ScenarioCommand.class,
      LoadCommand.class,
      StressCommand.class,
      ProxyCommand.class,
      TestbedCommand.class
    })
public final class Simulator implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Simulator() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Simulator()).execute(args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
