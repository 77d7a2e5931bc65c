package io.cyanwatch.agent;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Where an option that is not on the command line gets its value: from the environment, else from
/// the configuration file.
final class Settings implements IDefaultValueProvider {
  static final String PREFIX = "CYANWATCH_AGENT_";

  private final Map<String, String> environment;
  private final Properties file;

  private Settings(Map<String, String> environment, Properties file) {
    this.environment = environment;
    this.file = file;
  }

  /// Finds the file in the arguments or the environment.
  ///
  /// @param names of all options, without dashes
  static Settings of(String[] args, Map<String, String> environment, Set<String> names)
      throws BadArgument {
    var file = file(args, environment.get(PREFIX + "CONFIG"));
    return new Settings(environment, file == null ? new Properties() : read(file, names));
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    var name = option.longestName().replaceFirst("^-+", "");
    var set = environment.get(variable(name));
    return set == null ? file.getProperty(name) : set;
  }

  static String variable(String name) {
    return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static @Nullable String file(String[] args, @Nullable String otherwise) {
    for (var i = 0; i < args.length; i++) {
      if (args[i].startsWith("--config=")) {
        return args[i].substring("--config=".length());
      }
      if (args[i].equals("--config") && i + 1 < args.length) {
        return args[i + 1];
      }
    }
    return otherwise;
  }

  private static Properties read(String name, Set<String> names) throws BadArgument {
    var values = new Properties();
    try {
      values.load(new StringReader(Files.readString(Path.of(name))));
    } catch (IOException e) {
      throw new BadArgument("--config cannot be read: " + name);
    } catch (IllegalArgumentException e) {
      throw new BadArgument("--config must hold lines like broker=host:1883: " + name);
    }
    for (var key : values.stringPropertyNames()) {
      if (!names.contains(key)) {
        throw new BadArgument("--config %s: there is no option %s".formatted(name, key));
      }
    }
    return values;
  }
}
