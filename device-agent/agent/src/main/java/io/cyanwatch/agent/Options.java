package io.cyanwatch.agent;

import io.cyanwatch.protocol.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What the command line asked for, checked.
///
/// @param broker as a URI, such as `tcp://broker:1883` or `ssl://broker:8883`
/// @param interval seconds between heartbeats
/// @param slots clients that are served at a time
record Options(
    String broker,
    String id,
    byte[] password,
    InetSocketAddress listen,
    Path root,
    Path state,
    int interval,
    int slots) {

  static final String USAGE =
      """
      Usage: cyanwatch-agent run --broker <[tcp://|ssl://]host:port> --id <device id>
                                 --password-file <file> --port <port> --root <directory>
                                 [--address <ip to listen on, default 0.0.0.0>]
                                 [--state <directory, default ~/.cyanwatch-agent/<id>>]
                                 [--interval <seconds, default 30>] [--slots <clients, default 16>]
      """;

  private static final Set<String> NAMES =
      Set.of(
          "--broker",
          "--id",
          "--password-file",
          "--port",
          "--root",
          "--address",
          "--state",
          "--interval",
          "--slots");

  static Options parse(String... args) throws BadArgument {
    if (args.length == 0 || !args[0].equals("run")) {
      throw new BadArgument("The first argument must be the command: run");
    }
    var given = named(args);
    var id = required(given, "--id");
    if (!Topics.isDeviceId(id)) {
      throw new BadArgument("--id must match [A-Za-z0-9_-]{1,64}, was " + id);
    }
    var address = given.getOrDefault("--address", "0.0.0.0");
    var home = Path.of(System.getProperty("user.home"), ".cyanwatch-agent", id).toString();
    return new Options(
        broker(required(given, "--broker")),
        id,
        password(required(given, "--password-file")),
        listen(address, number("--port", required(given, "--port"), 1, 65_535)),
        directory(required(given, "--root")),
        Path.of(given.getOrDefault("--state", home)),
        number("--interval", given.getOrDefault("--interval", "30"), 5, 3_600),
        number("--slots", given.getOrDefault("--slots", "16"), 1, 1_000));
  }

  private static Map<String, String> named(String[] args) throws BadArgument {
    var given = new HashMap<String, String>();
    for (var i = 1; i < args.length; i += 2) {
      if (!NAMES.contains(args[i])) {
        throw new BadArgument("Unknown argument " + args[i]);
      }
      if (i + 1 == args.length) {
        throw new BadArgument(args[i] + " needs a value");
      }
      if (given.put(args[i], args[i + 1]) != null) {
        throw new BadArgument(args[i] + " is given twice");
      }
    }
    return given;
  }

  private static String required(Map<String, String> given, String name) throws BadArgument {
    var value = given.get(name);
    if (value == null) {
      throw new BadArgument(name + " is missing");
    }
    return value;
  }

  private static String broker(String text) throws BadArgument {
    if (!text.matches("((tcp|ssl)://)?[^:/\\s]+:[0-9]{1,5}")) {
      throw new BadArgument("--broker must look like host:port or ssl://host:port, was " + text);
    }
    number("--broker port", text.substring(text.lastIndexOf(':') + 1), 1, 65_535);
    return text.contains("://") ? text : "tcp://" + text;
  }

  private static byte[] password(String file) throws BadArgument {
    try {
      return Files.readString(Path.of(file)).strip().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadArgument("--password-file cannot be read: " + file);
    }
  }

  private static InetSocketAddress listen(String address, int port) throws BadArgument {
    if (!address.matches("[0-9.]+|[0-9a-fA-F:]+")) {
      throw new BadArgument("--address must be an IP address, was " + address);
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(address), port);
    } catch (UnknownHostException e) {
      throw new BadArgument("--address must be an IP address, was " + address);
    }
  }

  private static Path directory(String text) throws BadArgument {
    try {
      var path = Path.of(text).toRealPath();
      if (Files.isDirectory(path)) {
        return path;
      }
    } catch (IOException e) {
      // Said below.
    }
    throw new BadArgument("--root must be a directory that exists, was " + text);
  }

  private static int number(String name, String text, int least, int most) throws BadArgument {
    if (text.matches("[0-9]{1,6}")) {
      var value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw new BadArgument(
        "%s must be a number from %d to %d, was %s".formatted(name, least, most, text));
  }
}
