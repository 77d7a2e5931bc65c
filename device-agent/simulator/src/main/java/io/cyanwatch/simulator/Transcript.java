package io.cyanwatch.simulator;

import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.simulator.play.Air;
import io.cyanwatch.simulator.play.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes each message as a line: when, whose, where and what.
final class Transcript implements Air {
  private final Writer out;
  private long count;

  Transcript(Writer out) {
    this.out = out;
  }

  long count() {
    return count;
  }

  /// The payload is text: a play speaks JSON.
  @Override
  public void sent(Instant at, String device, Channel channel, byte[] payload) {
    count++;
    var line = new LinkedHashMap<String, Object>();
    line.put("at", at.toString());
    line.put("device", device);
    line.put("topic", Topics.up(device, channel));
    line.put("payload", new String(payload, StandardCharsets.UTF_8));
    try {
      out.write(Wire.toJson(line));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("The record cannot be written; is the disk full?", e);
    }
  }

  static void write(@Nullable Path file, List<Truth> truths) throws IOException {
    if (file != null) {
      Files.write(file, truths.stream().map(Truth::toJson).toList());
    }
  }
}
