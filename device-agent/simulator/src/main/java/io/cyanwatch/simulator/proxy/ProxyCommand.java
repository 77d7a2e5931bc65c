package io.cyanwatch.simulator.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A [FaultProxy] that obeys words on its standard input.
@Command(
    name = "proxy",
    description = {
      "Stands between a client and a server and breaks their connections when it is told to.",
      "It reads one word a line from its standard input and answers each with one line:",
      "  cut     resets every connection; new ones are welcome",
      "  hole    forwards nothing any more; connections stay open, and mute",
      "  refuse  resets every connection and takes no new ones",
      "  open    ends a hole or a refusal",
      "  count   breaks nothing",
      "An answer ends with what was counted so far; 'acknowledged' are the messages that the client "
          + "acknowledged (PUBACK), if it speaks MQTT.",
      "It ends when its standard input does."
    },
    mixinStandardHelpOptions = true)
public final class ProxyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--listen", required = true, paramLabel = "<host:port>")
  private String listen = "";

  @Option(names = "--to", required = true, paramLabel = "<host:port>")
  private String target = "";

  @Override
  public Integer call() throws IOException {
    try (var proxy = new FaultProxy(address("--listen", listen), address("--to", target))) {
      proxy.open();
      System.out.println("listening on " + proxy.port());
      var words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (var word = words.readLine(); word != null; word = words.readLine()) {
        System.out.println(obey(proxy, word.strip()) + ": " + proxy.counters());
      }
    }
    return 0;
  }

  private static String obey(FaultProxy proxy, String word) throws IOException {
    switch (word) {
      case "cut" -> proxy.cut();
      case "hole" -> proxy.hole(true);
      case "refuse" -> proxy.refuse();
      case "open" -> {
        proxy.hole(false);
        proxy.open();
      }
      case "count" -> {}
      default -> {
        return "say cut, hole, refuse, open or count";
      }
    }
    return word;
  }

  private InetSocketAddress address(String option, String text) {
    if (!text.matches("[^:\\s]+:[0-9]{1,5}")) {
      throw new ParameterException(
          spec.commandLine(), option + " must look like host:port, was " + text);
    }
    var parts = text.split(":", 2);
    return new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
  }
}
