package io.cyanwatch.simulator.play;

import java.time.Duration;
import java.util.List;

/// All scenarios.
final class Catalogue {
  static final List<Scenario> ALL =
      List.of(
          of(
              "origin-thread",
              40,
              "An access point loses its uplink while WiFi stays ready: old boards reset, or come"
                  + " back with a listener that nobody can reach.",
              OutagePlots::originThread),
          of(
              "reboot-loop",
              90,
              "Devices reset again and again: panic, watchdog, brown-out, used-up heap, unknown.",
              CrashPlots::rebootLoop),
          of(
              "dead-listener",
              60,
              "WiFi blinks, and some web servers never come back although their devices say so.",
              ListenerPlots::dead),
          of(
              "listener-table-leak",
              150,
              "Each start of a listener leaves one behind, until the system has room for no more.",
              ListenerPlots::tableLeak),
          of(
              "uplink-lost",
              75,
              "An access point loses its uplink; elsewhere one device loses its power.",
              OutagePlots::uplinkLost),
          of(
              "site-outage",
              75,
              "All access points of a site lose their uplink at once.",
              OutagePlots::siteOutage),
          of(
              "flapping",
              90,
              "The WiFi of some devices comes and goes every two minutes.",
              OutagePlots::flapping),
          of(
              "half-open-camping",
              60,
              "Peers vanish without a word and hold all slots of a server without deadlines.",
              ClientPlots::camping),
          of(
              "slowloris",
              60,
              "Clients that send a byte now and then hold all slots; a hardened server survives.",
              ClientPlots::slowloris),
          of(
              "write-stall",
              60,
              "Clients do not take what they asked for; where a send blocks, the device hangs.",
              ClientPlots::writeStall),
          of("heap-leak", 600, "A new application loses memory by the hour.", MemoryPlots::leak),
          of(
              "fragmentation",
              600,
              "The heap stays free, but no longer in one piece.",
              MemoryPlots::fragmentation),
          of(
              "cloud-only",
              60,
              "The vendor's cloud refuses some devices; all else works.",
              OutagePlots::cloudOnly),
          of(
              "zombie-wifi",
              60,
              "A device is associated, says ready, and nothing comes through.",
              OutagePlots::zombieWifi),
          of("clone", 60, "A second device comes with the id of the first.", TimePlots::clone),
          of("clock-jump", 60, "Wall clocks jump by days or decades.", TimePlots::clockJump),
          of(
              "late-data",
              180,
              "Devices are out of reach for long, and then send all that they kept.",
              OutagePlots::lateData),
          of(
              "planned-update",
              60,
              "Everything is updated in steps, and some devices sleep: nobody should be woken.",
              CalmPlots::plannedUpdate),
          of(
              "healthy",
              24 * 60,
              "A day without a fault: weak signals, short drops, duplicates, idle devices, bad"
                  + " clocks, a quiet night.",
              CalmPlots::healthy),
          of(
              "firmware-regression",
              56 * 60,
              "A new version crashes far more often than the one before it.",
              CrashPlots::regression),
          of(
              "backend-restart",
              90,
              "The broker goes for a while and everybody comes back at once.",
              OutagePlots::backendRestart));

  private Catalogue() {}

  private static Scenario of(String name, int minutes, String sentence, Scenario.Plot plot) {
    return new Scenario(name, Duration.ofMinutes(minutes), sentence, plot);
  }
}
