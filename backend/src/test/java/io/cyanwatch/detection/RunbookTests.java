package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RunbookTests {
  private final RuleBook book =
      new RuleBook(
          new Binder(new MapConfigurationPropertySource())
              .bindOrCreate("cyanwatch.detection", DetectionProperties.class));

  @Test
  void everyRuleHasARunbookAndIsExplained() throws IOException {
    var root = Path.of("..");
    var explained = Files.readString(root.resolve("docs/detection.md"));
    for (var entry : book.entries()) {
      assertThat(root.resolve("ops/runbooks/" + entry.kind() + ".md")).isRegularFile();
      assertThat(explained).contains("`" + entry.kind() + "`");
    }
  }

  @Test
  void everyRuleCanBeMadeFromItsDefaults() {
    for (var entry : book.entries()) {
      entry
          .maker()
          .ifPresent(
              maker -> assertThat(maker.apply(entry.defaults()).kind()).isEqualTo(entry.kind()));
    }
  }
}
