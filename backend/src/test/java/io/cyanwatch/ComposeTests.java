package io.cyanwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.context.ApplicationContext;
import org.yaml.snakeyaml.Yaml;

/// The production shape agrees with the properties that exist.
@CyanwatchTest
class ComposeTests {
  private static final Path FILE = Path.of("../docker-compose.yml");

  /// Read without a settings record.
  private static final Set<String> PLAIN = Set.of("cyanwatch.home", "cyanwatch.demo.enabled");

  @Autowired ApplicationContext context;

  @Test
  void everyVariableOfTheBackendIsAPropertyThatExists() throws IOException {
    var known = known();

    assertThat(variables("backend"))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(known).contains(squashed(name)));
  }

  @Test
  void noPasswordHasADefault() throws IOException {
    assertThat(Files.readString(FILE))
        .doesNotContainPattern("(?m)^ +\\w*PASSWORD: +[^$]")
        .doesNotContain(":-");
  }

  @Test
  void everyPublishedPortStaysOnLoopbackOrSpeaksTls() throws IOException {
    var ports =
        services().values().stream()
            .flatMap(service -> list(service.get("ports")).stream())
            .map(Object::toString)
            .toList();

    assertThat(ports)
        .isNotEmpty()
        .allMatch(port -> port.startsWith("127.0.0.1:") || port.endsWith(":8883"));
  }

  private Set<String> known() {
    var bound =
        ConfigurationPropertiesBean.getAll(context).values().stream()
            .filter(bean -> bean.getInstance() instanceof Record)
            .flatMap(
                bean ->
                    Arrays.stream(bean.getInstance().getClass().getRecordComponents())
                        .map(part -> bean.getAnnotation().prefix() + "." + part.getName()));
    var spring = Stream.of("url", "username", "password").map(part -> "spring.datasource." + part);
    return Stream.of(bound, spring, PLAIN.stream(), Stream.of("server.address", "server.port"))
        .flatMap(names -> names)
        .map(ComposeTests::squashed)
        .collect(Collectors.toSet());
  }

  /// As Spring compares a variable with a property: letters and digits only.
  private static String squashed(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static List<String> variables(String service) throws IOException {
    var environment = services().getOrDefault(service, Map.of()).get("environment");
    return environment instanceof Map<?, ?> map
        ? map.keySet().stream().map(Object::toString).filter(n -> !n.startsWith("JAVA")).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Object>> services() throws IOException {
    Map<String, Object> file = new Yaml().load(Files.readString(FILE));
    return (Map<String, Map<String, Object>>) file.getOrDefault("services", Map.of());
  }

  private static List<?> list(@org.jspecify.annotations.Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
