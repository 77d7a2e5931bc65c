package io.cyanwatch.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Link;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// What a kind of incident means and what cures it, as it is written in `ops/runbooks`: whoever is
/// called at night has the running program, and not its sources.
@Controller
class RunbookPages {
  private static final Pattern KIND = Pattern.compile("[a-z_]{1,40}");
  private static final List<Extension> TABLES = List.of(TablesExtension.create());

  private final Parser parser = Parser.builder().extensions(TABLES).build();
  private final HtmlRenderer renderer =
      HtmlRenderer.builder()
          .extensions(TABLES)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .attributeProviderFactory(_ -> asPage())
          .build();

  @GetMapping("/runbooks/{kind}")
  String runbook(@PathVariable String kind, Model model) throws IOException {
    var file = new ClassPathResource("runbooks/" + kind + ".md");
    if (!KIND.matcher(kind).matches() || !file.exists()) {
      throw Visitor.missing();
    }
    model.addAttribute("heading", Words.kind(kind));
    model.addAttribute("text", html(file.getContentAsString(StandardCharsets.UTF_8)));
    return "runbook";
  }

  String html(String text) {
    return renderer.render(parser.parse(text));
  }

  /// A runbook names its neighbours by their files.
  private static AttributeProvider asPage() {
    return (node, _, attributes) -> {
      if (node instanceof Link link && link.getDestination().matches("[a-z_]+\\.md")) {
        attributes.put("href", link.getDestination().replace(".md", ""));
      }
    };
  }
}
