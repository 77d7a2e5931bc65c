package io.cyanwatch.simulator.load;

import io.cyanwatch.protocol.Topics;
import io.cyanwatch.simulator.load.Packets.Login;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// The options that say who publishes where.
final class Crew {
  private static final int MOST_LANES = 65_536;

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--broker",
      defaultValue = "127.0.0.1:1883",
      paramLabel = "<host:port>",
      description = "Default: ${DEFAULT-VALUE}.")
  private String broker = "";

  @Option(
      names = "--devices",
      paramLabel = "<n>",
      description = "How many devices report. Default: 1000, or all of --passwords.")
  private @Nullable Integer devices;

  @Option(
      names = "--prefix",
      defaultValue = "load-",
      description = "Devices are called <prefix>000000 and so on. Default: ${DEFAULT-VALUE}.")
  private String prefix = "";

  @Option(
      names = "--connections",
      defaultValue = "4",
      paramLabel = "<k>",
      description = "Connections that share the devices. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--per-device",
      description = "A connection for each device, under its own name, with its will.")
  private boolean own;

  @Option(
      names = "--passwords",
      paramLabel = "<file>",
      description = "Lines <device>=<password>; these devices report instead of <prefix>*.")
  private @Nullable Path passwords;

  @Option(names = "--user", description = "Account of the shared connections. Default: none.")
  private @Nullable String user;

  @Option(
      names = "--password",
      defaultValue = "${env:CYANWATCH_LOAD_PASSWORD}",
      description = "Its password. Better given as CYANWATCH_LOAD_PASSWORD in the environment.")
  private @Nullable String password;

  private @Nullable Map<String, String> read;

  boolean isOwn() {
    return own;
  }

  String broker() {
    return broker;
  }

  List<String> ids() throws IOException {
    if (connections < 1 || connections > MOST_LANES) {
      throw wrong("--connections must be 1 to 65536, was " + connections);
    }
    var known = List.copyOf(passwords().keySet());
    var count = devices == null ? (known.isEmpty() ? 1_000 : known.size()) : devices;
    if (count < 1 || count > 10_000_000 || (own && count > MOST_LANES)) {
      throw wrong("--devices must be 1 to 10000000 (65536 with --per-device), was " + count);
    }
    if (passwords == null) {
      return named(count);
    }
    if (count > known.size()) {
      throw wrong(
          "--passwords holds %d devices, --devices asks for %d".formatted(known.size(), count));
    }
    return known.subList(0, count);
  }

  List<Lane> lanes(Roster roster, Ledger ledger) throws IOException {
    var address = Addresses.parse(broker);
    if (address.isEmpty()) {
      throw wrong("--broker must look like host:port, was " + broker);
    }
    if (address.get().isUnresolved()) {
      throw wrong("--broker: no address is known for " + broker);
    }
    return lanes(roster, address.get(), ledger);
  }

  ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private List<Lane> lanes(Roster roster, InetSocketAddress address, Ledger ledger)
      throws IOException {
    if (own) {
      return roster.own(address, passwords(), ledger);
    }
    var account = new Login("load-" + ProcessHandle.current().pid(), user, secret(), null);
    return roster.shared(address, account, connections, ledger);
  }

  /// MQTT 3.1.1 knows no password without a user.
  private @Nullable String secret() {
    return user == null || password == null || password.isEmpty() ? null : password;
  }

  private List<String> named(int count) {
    var ids =
        IntStream.range(0, count).mapToObj(i -> String.format(Locale.ROOT, "%s%06d", prefix, i));
    var list = ids.toList();
    if (!Topics.isDeviceId(list.getLast())) {
      throw wrong("--prefix may hold letters, digits, - and _ only, at most 57, was " + prefix);
    }
    return list;
  }

  private Map<String, String> passwords() throws IOException {
    if (read == null) {
      read = passwords == null ? Map.of() : parse(passwords);
    }
    return read;
  }

  private Map<String, String> parse(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw wrong("--passwords: %s cannot be read".formatted(file));
    }
    var lines = new LinkedHashMap<String, String>();
    for (var line : Files.readAllLines(file)) {
      var parts = line.split("=", 2);
      if (parts.length == 2 && !line.startsWith("#")) {
        if (!Topics.isDeviceId(parts[0].strip())) {
          throw wrong("--passwords: no device can be called " + parts[0]);
        }
        lines.put(parts[0].strip(), parts[1].strip());
      }
    }
    if (lines.isEmpty()) {
      throw wrong("--passwords: %s holds no line <device>=<password>".formatted(file));
    }
    return lines;
  }
}
