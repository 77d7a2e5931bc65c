package io.cyanwatch.simulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
    if (!broker.matches("[^:]+:[0-9]{1,5}")) {
      throw new ParameterException(
          spec.commandLine(), "--broker must look like host:port, was " + broker);
    }
    var parts = broker.split(":", 2);
    var address = new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
    var fleet = DemoFleet.start(address, read(passwords));
    Runtime.getRuntime().addShutdownHook(new Thread(fleet::close));
    new CountDownLatch(1).await();
    return 0;
  }

  private static Map<String, String> read(Path file) throws IOException {
    var lines = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    }
    return lines.stringPropertyNames().stream()
        .collect(Collectors.toMap(Function.identity(), lines::getProperty));
  }
}
