package io.cyanwatch.agent;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line.
@Command(
    name = "cyanwatch-agent",
    description = "A web server that stays open and tells how it is, for small Linux machines.",
    mixinStandardHelpOptions = true,
    version = "cyanwatch-agent " + Reports.VERSION,
    subcommands = {RunCommand.class, ProbeCommand.class, DoctorCommand.class},
    footerHeading = "%nBegin with:%n",
    footer = {
      "  cyanwatch-agent doctor --config /etc/cyanwatch-agent.conf",
      "  cyanwatch-agent run --help"
    })
public final class Main implements Runnable {
  private static final int WIDTH = 100;
  private static final int CANNOT_START = 1;
  private static final int WRONG_ARGUMENTS = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  public static void main(String[] args) {
    System.exit(execute(args, System.getenv()));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command: run, probe or doctor.");
  }

  /// Returns the code that the process is to end with.
  static int execute(String[] args, Map<String, String> environment) {
    var line = new CommandLine(new Main()).setUsageHelpWidth(WIDTH);
    try {
      line.setDefaultValueProvider(Settings.of(args, environment, names(line)));
    } catch (BadArgument e) {
      return wrong(line, e.getMessage());
    }
    line.setExecutionExceptionHandler((failure, command, _) -> failed(failure, command));
    line.setParameterExceptionHandler((e, _) -> wrong(e.getCommandLine(), e.getMessage()));
    return line.execute(args);
  }

  private static Set<String> names(CommandLine line) {
    var names = new HashSet<String>();
    for (var command : line.getSubcommands().values()) {
      for (var option : command.getCommandSpec().options()) {
        names.add(option.longestName().replaceFirst("^-+", ""));
      }
    }
    return names;
  }

  private static int failed(Exception failure, CommandLine command) throws Exception {
    if (failure instanceof BadArgument) {
      return wrong(command, failure.getMessage());
    }
    if (failure instanceof IOException) {
      command.getErr().println("The agent cannot start: " + failure.getMessage());
      return CANNOT_START;
    }
    throw failure;
  }

  private static int wrong(CommandLine command, @Nullable String message) {
    PrintWriter err = command.getErr();
    err.println(message);
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return WRONG_ARGUMENTS;
  }
}
