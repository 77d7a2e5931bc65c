package io.cyanwatch.agent;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every kind of agent is told. Kept as text, so that a wrong value is answered in our words.
final class DeviceArguments {
  @Option(
      names = "--config",
      paramLabel = "<file>",
      description = "Lines name=value, named like the options without dashes.")
  @Nullable String config;

  @Option(
      names = "--broker",
      paramLabel = "<[ssl://]host:port>",
      description = "The MQTT broker; ssl:// for TLS.")
  @Nullable String broker;

  @Option(
      names = "--ca-file",
      paramLabel = "<file>",
      description =
          "Certificates (PEM) of the authority that signed the broker's; only these are trusted"
              + " then. Default: what Java trusts.")
  @Nullable String caFile;

  @Option(
      names = "--id",
      paramLabel = "<device>",
      description = "The device's id, also its user name at the broker.")
  @Nullable String id;

  @Option(
      names = "--password-file",
      paramLabel = "<file>",
      description = "Holds the device's password; readable by its owner only.")
  @Nullable String passwordFile;

  @Option(
      names = "--state",
      paramLabel = "<directory>",
      description = "Boot counter and records not sent yet. Default: ~/.cyanwatch-agent/<id>.")
  @Nullable String state;

  @Option(
      names = "--scratch",
      paramLabel = "<directory>",
      description =
          "The breadcrumb, written each second; a RAM disk spares a card. Default: --state.")
  @Nullable String scratch;

  @Option(
      names = "--interval",
      paramLabel = "<seconds>",
      defaultValue = "30",
      description = "Between heartbeats, 5 to 3600. Default: 30; at most 10 while degraded.")
  String interval = "30";

  @Option(
      names = "--interface",
      paramLabel = "<name>",
      defaultValue = "",
      description =
          "The network interface to watch. Default: that of --address or of the default route.")
  String device = "";

  @Option(
      names = "--bounce-command",
      paramLabel = "<command>",
      defaultValue = "",
      description = "Takes the network down and up; without it bounce_wifi is denied.")
  String bounceCommand = "";

  @Option(
      names = "--allow-restart",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      paramLabel = "<true|false>",
      description = "Let the cloud restart this agent, which then ends with code 75.")
  boolean allowRestart;

  @Option(
      names = "--restart-command",
      paramLabel = "<command>",
      defaultValue = "",
      description = "Run at the very end of a restart, such as: systemctl reboot.")
  String restartCommand = "";

  @Option(
      names = "--networks",
      paramLabel = "<a.b.c.d/n,…>",
      description =
          "Where the cloud may have this device knock. Default: its own private networks.")
  @Nullable String networks;

  Account account() throws BadArgument {
    var uri = Check.broker(broker);
    return new Account(uri, Trust.of(uri, caFile), Check.id(id), Check.password(passwordFile));
  }

  Path stateDirectory() throws BadArgument {
    var home = Path.of(System.getProperty("user.home"), ".cyanwatch-agent", Check.id(id));
    return state == null ? home : Path.of(state);
  }

  Path scratchDirectory() throws BadArgument {
    return scratch == null ? stateDirectory() : Path.of(scratch);
  }

  /// The directories are made here, so that one that cannot be is named.
  ///
  /// @param door the server, for an agent that has one
  /// @param atOnce knocks at a time
  Options options(Options.@Nullable Door door, int atOnce) throws BadArgument {
    return new Options(
        account(),
        Check.writable("--state", stateDirectory()),
        Check.writable("--scratch", scratchDirectory()),
        Check.number("--interval", interval, 5, 3_600),
        door,
        Check.device(device),
        new Options.Powers(bounceCommand, allowRestart, restartCommand),
        new Options.Visits(Check.networks(networks), atOnce));
  }
}
