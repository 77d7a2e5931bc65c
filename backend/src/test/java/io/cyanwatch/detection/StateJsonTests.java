package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class StateJsonTests {
  private final StateJson json = json();

  static StateJson json() {
    return new StateJson(
        JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build());
  }

  @Property(tries = 200)
  void everyStateIsReadAsItWasWritten(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int count) {
    var folding = new Folding(DeviceState.NEW);
    ReorderTests.life(new Random(seed), count).forEach(folding::newest);
    var state = folding.state();

    assertThat(json.read(json.write(state))).isEqualTo(state);
  }

  @Test
  void aBootThatIsNamedTwiceIsOneText() {
    var state = new States().boots(1, 0, "power_on", true).beats(1, 30, new Beats()).state();

    var read = json.read(json.write(state));

    assertThat(read).isEqualTo(state);
    assertThat(read.boots().getFirst().boot()).isSameAs(read.boot());
  }

  @Test
  void aRowFromBeforeMoreWasKeptIsRead() {
    var state =
        json.read(
            """
            {"boots": [{"boot": "b1", "at": "2026-01-01T00:00:00Z", "seq": 1, "reset": "panic",
              "data": null, "expected": false, "early": 1, "signature": null, "why": null}],
             "sockets": {"session": {"ups": 3, "least": 2}},
             "rhythm": {"slot": 5, "harmless": 900},
             "implausible": {"at": "2026-01-01T00:00:00Z", "boot": "b1", "seq": 4}}
            """);

    assertThat(state.boots().getFirst().crumb()).isNull();
    assertThat(state.sockets().session()).isEqualTo(new Sockets.Session(3, 2, null));
    assertThat(state.rhythm().proven()).isNull();
    assertThat(state.implausible()).isEqualTo(new ClockOff(States.START, "b1", 4, 0));
  }

  @Test
  void nothingIsADeviceThatWasNeverHeard() {
    assertThat(json.read("{}")).isEqualTo(DeviceState.NEW);
  }

  @Test
  void aHealthyDeviceWithADayOfHistoryFitsIntoTwoKilobytes() {
    var device = new States().boots(1, 0, "power_on", true);
    for (var second = 0L; second < 86_400; second += 300) {
      device.beats(
          1, second, new Beats().idle(5 + second % 600).open(1, 5).memory(50_000, 40_000, 30_000));
    }

    assertThat(json.write(device.state())).hasSizeLessThan(2048);
  }
}
