package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.Phase;
import java.util.Locale;

/// The page that a device's web server shows.
public record StatusPage(String name, long bootedAt, Phase phase, long gen) {

  public String html(long now) {
    return """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>%1$s</title>
        <h1>%1$s</h1>
        <p>Up for %2$d s. Light: %3$s. The listener has started %4$d times since the boot.</p>
        """
        .formatted(name, (now - bootedAt) / 1_000, phase.name().toLowerCase(Locale.ROOT), gen);
  }
}
