package io.cyanwatch.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.ui.ConcurrentModel;
import org.springframework.web.server.ResponseStatusException;

class RunbookPagesTests {
  private final RunbookPages pages = new RunbookPages();

  @Test
  void everyRunbookIsInTheProgram() throws IOException {
    try (var files = Files.list(Path.of("../ops/runbooks"))) {
      for (var file : files.toList()) {
        var kind = file.getFileName().toString().replace(".md", "");
        var model = new ConcurrentModel();

        assertThat(pages.runbook(kind, model)).isEqualTo("runbook");
        assertThat((String) model.getAttribute("text")).startsWith("<h1>" + kind);
        assertThat(Words.runbook(kind)).isEqualTo("/runbooks/" + kind);
      }
    }
  }

  @Test
  void aNeighbourIsLinkedByItsPage() {
    assertThat(pages.html("[loop](reboot_loop.md)")).contains("href=\"reboot_loop\"");
  }

  @Test
  void nothingInATextBecomesMarkup() {
    assertThat(pages.html("<script>x</script>")).doesNotContain("<script");
    assertThat(pages.html("[a](javascript:x)")).doesNotContain("javascript:");
  }

  @Test
  void whatIsNoKindIsNotThere() {
    assertThatThrownBy(() -> pages.runbook("../application", new ConcurrentModel()))
        .isInstanceOf(ResponseStatusException.class);
    assertThatThrownBy(() -> pages.runbook("nothing", new ConcurrentModel()))
        .isInstanceOf(ResponseStatusException.class);
  }
}
