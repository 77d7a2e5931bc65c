package io.cyanwatch.simulator.play;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A story of faults, or of none. What a seed decides is in the plot; what it proves is in the
/// [Truth].
public final class Scenario {
  private final String name;
  private final String sentence;
  private final Duration length;
  private final Plot plot;

  Scenario(String name, Duration length, String sentence, Plot plot) {
    this.name = name;
    this.length = length;
    this.sentence = sentence;
    this.plot = plot;
  }

  /// Casts the devices and plans what happens to them.
  interface Plot {
    void stage(Stage stage);
  }

  public static List<Scenario> all() {
    return Catalogue.ALL;
  }

  /// Other tellings of the same faults, to check a detector by what it was not made for.
  public static List<Scenario> variations() {
    return VariationPlots.ALL;
  }

  /// A scenario, a variation, or one that is there for its picture.
  public static Optional<Scenario> named(String name) {
    return Stream.of(all(), variations(), PicturePlots.ALL)
        .flatMap(List::stream)
        .filter(it -> it.name.equals(name))
        .findFirst();
  }

  public String name() {
    return name;
  }

  /// What happens, for people.
  public String sentence() {
    return sentence;
  }

  /// On the virtual clock.
  public Duration length() {
    return length;
  }

  Plot plot() {
    return plot;
  }

  @Override
  public String toString() {
    return name;
  }
}
