package io.cyanwatch.simulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The demo fleet against any broker, until it is interrupted.
public final class Simulator {
  private Simulator() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 5
        || !args[0].equals("demo")
        || !args[1].equals("--broker")
        || !args[2].matches("[^:]+:[0-9]{1,5}")
        || !args[3].equals("--passwords")) {
      var ids = DemoFleet.members().stream().map(DemoFleet.Member::id);
      System.err.println(
          "Usage: demo --broker <host>:<port> --passwords <file>\n"
              + "<file> holds lines <device>=<password>, one for each of: "
              + ids.collect(Collectors.joining(" ")));
      System.exit(2);
    }
    var broker = args[2].split(":", 2);
    var address = new InetSocketAddress(broker[0], Integer.parseInt(broker[1]));
    var fleet = DemoFleet.start(address, passwords(Path.of(args[4])));
    Runtime.getRuntime().addShutdownHook(new Thread(fleet::close));
    new CountDownLatch(1).await();
  }

  private static Map<String, String> passwords(Path file) throws IOException {
    var lines = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    }
    return lines.stringPropertyNames().stream()
        .collect(Collectors.toMap(Function.identity(), lines::getProperty));
  }
}
