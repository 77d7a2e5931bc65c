package io.cyanwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.timeline.Heard;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Timeline;
import io.cyanwatch.timeline.Timelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/// What is judged of a stored message is what was judged when it came.
@CyanwatchTest
class RereadingTests {
  private static final Path SAMPLES = Path.of("../device-agent/protocol/samples/v1");
  private static final Set<String> UP = Set.of("birth", "health", "event", "bye", "reply", "probe");

  @Autowired Fleet fleet;
  @Autowired Timeline timeline;
  @Autowired Timelines timelines;
  @Autowired TransactionTemplate transaction;

  static List<Path> samples() throws IOException {
    try (var all = Files.list(SAMPLES)) {
      return all.filter(file -> UP.contains(channel(file))).sorted().toList();
    }
  }

  private static String channel(Path file) {
    return file.getFileName().toString().replaceFirst("[-.].*", "");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatIsReadAgainIsWhatCame(Path file) throws IOException {
    var device = device();
    var received = Clock.systemUTC().instant();
    var channel = Channel.valueOf(channel(file).toUpperCase(java.util.Locale.ROOT));
    var came =
        Wire.decode(channel, Files.readAllBytes(file)).messages().stream()
            .map(message -> Translation.of(message, device, received))
            .toList();

    var appended = transaction.execute(_ -> timeline.append(came));

    var stored = new ArrayList<>(appended.late());
    stored.addAll(appended.fresh());
    assertThat(again(device)).hasSameSizeAs(stored).isNotEmpty();
    assertThat(again(device))
        .usingRecursiveComparison()
        .ignoringFields(
            "body",
            "stamp.digest",
            "stamp.lost",
            "caps",
            "done",
            "wantsAck",
            "port",
            "detail",
            "command",
            "target",
            "last")
        .isEqualTo(stored);
    assertThat(breadcrumbs(again(device))).isEqualTo(breadcrumbs(stored));
  }

  /// Whatever width a number is read with.
  private static List<String> breadcrumbs(List<Observation> all) {
    return all.stream()
        .filter(o -> o instanceof Observation.Born)
        .map(o -> ((Observation.Born) o).last().toString())
        .toList();
  }

  private List<Observation> again(DeviceRef device) {
    var now = Clock.systemUTC().instant();
    var all = new ArrayList<Observation>();
    timelines.history(
        device,
        now.minus(Duration.ofDays(600)),
        now.plus(Duration.ofDays(1)),
        heard -> all.add(((Heard.Said) heard).observation()));
    return all;
  }

  private DeviceRef device() {
    var id = "again-" + UUID.randomUUID();
    fleet.register(new Fleet.Registration(id, null, "hall", List.of(), null));
    return fleet.find(id).orElseThrow();
  }
}
