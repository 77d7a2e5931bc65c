package io.cyanwatch.agent;

import io.cyanwatch.protocol.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks arguments one by one; a wrong one is named, with what it wants to be.
final class Check {
  private Check() {}

  static String given(String name, @Nullable String value) throws BadArgument {
    if (value == null || value.isBlank()) {
      throw new BadArgument(
          "%s is missing; give it here, as %s in the environment, or in the --config file"
              .formatted(name, Settings.variable(name.substring(2))));
    }
    return value;
  }

  static String id(@Nullable String value) throws BadArgument {
    var id = given("--id", value);
    if (!Topics.isDeviceId(id)) {
      throw new BadArgument("--id must match [A-Za-z0-9_-]{1,64}, was " + id);
    }
    return id;
  }

  static String broker(@Nullable String value) throws BadArgument {
    var text = given("--broker", value);
    if (!text.matches("((tcp|ssl)://)?([^:/\\s\\[\\]]+|\\[[0-9a-fA-F:]+]):[0-9]{1,5}")) {
      throw new BadArgument("--broker must look like host:port or ssl://host:port, was " + text);
    }
    number("--broker port", text.substring(text.lastIndexOf(':') + 1), 1, 65_535);
    return text.contains("://") ? text : "tcp://" + text;
  }

  static byte[] password(@Nullable String value) throws BadArgument {
    var file = given("--password-file", value);
    try {
      var password = Files.readString(Path.of(file)).strip();
      if (password.isEmpty()) {
        throw new BadArgument("--password-file is empty: " + file);
      }
      return password.getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadArgument("--password-file cannot be read: " + file);
    }
  }

  static InetSocketAddress listen(String address, @Nullable String port) throws BadArgument {
    if (!address.matches("[0-9.]+|[0-9a-fA-F:]+")) {
      throw new BadArgument("--address must be an IP address, was " + address);
    }
    try {
      var number = number("--port", given("--port", port), 1, 65_535);
      return new InetSocketAddress(InetAddress.getByName(address), number);
    } catch (UnknownHostException e) {
      throw new BadArgument("--address must be an IP address, was " + address);
    }
  }

  static Path directory(@Nullable String value) throws BadArgument {
    var text = given("--root", value);
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

  static Path writable(String name, Path directory) throws BadArgument {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      // Said below.
    }
    if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw new BadArgument(
          "%s must be a directory that this user may write to, was %s".formatted(name, directory));
    }
    return directory;
  }

  static List<Network> networks(@Nullable String value) throws BadArgument {
    if (value == null || value.isBlank()) {
      return Network.own();
    }
    var networks = new ArrayList<Network>();
    for (var text : value.split(",", -1)) {
      networks.add(Network.parse(text.strip()));
    }
    return networks;
  }

  static String device(String value) throws BadArgument {
    if (!value.matches("[^/\\s]{0,15}") || value.equals(".") || value.equals("..")) {
      throw new BadArgument("--interface must be the name of one, such as wlan0, was " + value);
    }
    return value;
  }

  static int number(String name, String text, int least, int most) throws BadArgument {
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
