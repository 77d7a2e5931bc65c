package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ManualTests {
  private static final Path DOCS = Path.of("../docs");
  private static final Pattern PICTURE = Pattern.compile("!\\[[^]]*]\\(([^)]+)\\)");

  private final RuleBook book =
      new RuleBook(
          new Binder(new MapConfigurationPropertySource())
              .bindOrCreate("cyanwatch.detection", DetectionProperties.class));

  @Test
  void everyRuleIsDescribedInFull() throws IOException {
    var manual = Files.readString(DOCS.resolve("detection.md"));
    for (var entry : book.entries()) {
      assertThat(section(manual, entry.kind()))
          .as("the section of %s", entry.kind())
          .contains("Opens ", "Closes ", "\n- Thresholds:", "\n- On the timeline:", "\n- Cure:")
          .contains("(../ops/runbooks/" + entry.kind() + ".md)");
      for (var name : entry.defaults().values().keySet()) {
        assertThat(section(manual, entry.kind()) + "`open_s` `close_s`")
            .as("the thresholds of %s", entry.kind())
            .contains("`" + name + "`");
      }
    }
  }

  @Test
  void everyPictureIsThere() throws IOException {
    var pictures = PICTURE.matcher(Files.readString(DOCS.resolve("detection.md")));
    while (pictures.find()) {
      assertThat(DOCS.resolve(pictures.group(1))).isRegularFile();
    }
  }

  private static String section(String manual, String kind) {
    var begin = manual.indexOf("### `" + kind + "`");
    var next = begin < 0 ? -1 : manual.indexOf("\n##", begin);
    return begin < 0 ? "" : next < 0 ? manual.substring(begin) : manual.substring(begin, next);
  }
}
