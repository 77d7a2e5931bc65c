package io.cyanwatch.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Topics.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The document is part of the contract: what it shows is read like what a device sends.
class SpecificationTest {
  private static final Pattern JSON = Pattern.compile("```json\\R(.*?)```", Pattern.DOTALL);

  /// By which field an example is known; the first that it has decides.
  private static final List<Map.Entry<String, Channel>> KNOWN_BY =
      List.of(
          Map.entry("\"event\":", Channel.EVENT),
          Map.entry("\"status\":", Channel.REPLY),
          Map.entry("\"outcome\":", Channel.PROBE),
          Map.entry("\"caps\":", Channel.BIRTH),
          Map.entry("\"reason\": \"sleep\"", Channel.BYE),
          Map.entry("\"up\":", Channel.HEALTH),
          Map.entry("\"conn\":", Channel.WILL));

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsReadAndNothingOfItIsLost(String example) {
    var payload = example.getBytes(StandardCharsets.UTF_8);
    var channel = KNOWN_BY.stream().filter(e -> example.contains(e.getKey())).findFirst();

    if (example.contains("\"op\":") && !example.contains("\"event\":")) {
      assertThat(Wire.decodeCommand(payload)).isPresent();
    } else if (channel.isEmpty()) {
      assertThat(Wire.decodeAck(payload)).isPresent();
    } else {
      var decoded = Wire.decode(channel.get().getValue(), payload);
      assertThat(decoded.refusals()).isEmpty();
      var first = Wire.encode(decoded.messages().getFirst(), Wire.Format.JSON);
      assertThat(Wire.readMap(first)).containsAllEntriesOf(Wire.readMap(payload));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPhaseIsInTheDocument(Phase phase) throws IOException {
    assertThat(text()).contains(Words.of(phase));
  }

  @ParameterizedTest
  @EnumSource
  void everyResetClassIsInTheDocument(ResetClass reset) throws IOException {
    assertThat(text()).contains("| `" + Words.of(reset) + "` |");
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonOfARefusalIsInTheDocument(Decoded.Reason reason) throws IOException {
    assertThat(text()).contains("| `" + Words.of(reason) + "` |");
  }

  static Stream<String> examples() throws IOException {
    var examples = JSON.matcher(text()).results().map(block -> block.group(1)).toList();
    assertThat(examples).hasSizeGreaterThan(8);
    return examples.stream();
  }

  private static String text() throws IOException {
    return Files.readString(Path.of("SPEC.md"));
  }
}
