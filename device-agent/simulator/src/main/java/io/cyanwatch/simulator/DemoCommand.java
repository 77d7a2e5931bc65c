package io.cyanwatch.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The demo fleet against any broker, until it is interrupted.
@Command(
    name = "demo",
    description = "Twelve devices and a loop of faults, until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--broker", required = true, paramLabel = "<host:port>")
  private String broker = "";

  @Option(
      names = "--passwords",
      required = true,
      paramLabel = "<file>",
      description = "Lines <device>=<password>, one for each device of the demo.")
  private Path passwords = Path.of("");

  @Override
  public Integer call() throws InterruptedException, IOException {
    var address = LiveOptions.address(spec, broker);
    var fleet = DemoFleet.start(address, Passwords.read(passwords));
    Runtime.getRuntime().addShutdownHook(new Thread(fleet::close));
    new CountDownLatch(1).await();
    return 0;
  }
}
