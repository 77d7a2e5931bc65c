package io.cyanwatch.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.dashboard.FleetSummary.Cell;
import io.cyanwatch.incident.IncidentView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SentencesTests {
  private static final Instant NOW = Instant.parse("2026-01-31T14:02:00Z");
  private static final String MAC = "02:1a:11:00:01:02";

  @Test
  void nobodyIsThere() {
    assertThat(said(List.of(), List.of())).isEqualTo("No device is registered yet.");
  }

  @Test
  void oneAloneIsWell() {
    assertThat(said(List.of(cell(Light.BREATHING, 1)), List.of()))
        .isEqualTo("The one device breathes cyan.");
  }

  @Test
  void allAreWell() {
    assertThat(said(List.of(cell(Light.BREATHING, 12)), List.of()))
        .isEqualTo("All 12 breathe cyan.");
  }

  @Test
  void anUplinkIsLostAndNobodyBehindItIsBroken() {
    var outage = incident("uplink_lost", "hall-ap-2", 40, null);

    assertThat(
            said(
                List.of(cell(Light.BREATHING, 8), cell(Light.OFFLINE, 4)),
                List.of(
                    outage,
                    incident("offline", "hall-5", 40, outage),
                    incident("offline", "hall-6", 40, outage),
                    incident("offline", "hall-7", 40, outage),
                    incident("offline", "hall-8", 40, outage))))
        .isEqualTo(
            "8 of 12 breathe cyan. `hall-ap-2` lost its uplink 40 s ago: 4 devices are behind it,"
                + " none is broken.");
  }

  @Test
  void whoLostTheCloudAloneDidNotLoseTheUplink() {
    var evidence = Map.<String, Object>of("signature", Map.of("id", "F7"));
    var outage = incident("uplink_lost", "hall-ap-2", 40, null, evidence);

    assertThat(said(List.of(cell(Light.BREATHING, 8)), List.of(outage)))
        .contains("`hall-ap-2` lost its cloud 40 s ago");
  }

  @Test
  void aHardwareAddressIsShortenedAndSaysWhatItIs() {
    var outage = incident("uplink_lost", MAC, 240, null);

    assertThat(
            said(
                List.of(cell(Light.BREATHING, 1), cell(Light.OFFLINE, 1)),
                List.of(outage, incident("offline", "hall-5", 240, outage))))
        .isEqualTo(
            "1 of 2 breathes cyan. Access point `…00:01:02` in hall lost its uplink 4 min ago:"
                + " 1 device is behind it, none is broken.");
  }

  @Test
  void anAccessPointThatIsKnownByItsGatewayOnlyIsCalledAGateway() {
    var outage = incident("uplink_lost", "gw:10.0.0.1@hall", 240, null);

    assertThat(
            said(
                List.of(cell(Light.BREATHING, 1), cell(Light.OFFLINE, 1)),
                List.of(outage, incident("offline", "hall-5", 240, outage))))
        .startsWith("1 of 2 breathes cyan. `Gateway 10.0.0.1` in hall lost its uplink 4 min ago:");
  }

  @Test
  void whoHasAFaultOfItsOwnBehindALostUplinkIsCounted() {
    var outage = incident("uplink_lost", "hall-ap-2", 40, null);

    assertThat(
            said(
                List.of(cell(Light.OFFLINE, 1), cell(Light.LOOP, 1)),
                List.of(
                    outage,
                    incident("offline", "hall-5", 40, outage),
                    incident("reboot_loop", "hall-6", 40, outage))))
        .contains("2 devices are behind it, 1 with a fault of its own.");
  }

  @Test
  void aSiteGoesDark() {
    var outage = incident("site_outage", "hall", 600, null);

    assertThat(
            said(
                List.of(cell(Light.OFFLINE, 3)),
                List.of(outage, incident("uplink_lost", MAC, 600, outage))))
        .startsWith("None of 3 breathes cyan. `hall` went dark 10 min ago:");
  }

  @Test
  void oneOrTwoAreNamedAndMoreAreCounted() {
    assertThat(
            said(
                List.of(cell(Light.BREATHING, 5), cell(Light.LOOP, 1), cell(Light.DEAD, 2)),
                List.of(
                    incident("reboot_loop", "lab-3", 60, null),
                    incident("dead_listener", "lab-1", 60, null),
                    incident("dead_listener", "lab-4", 60, null))))
        .isEqualTo(
            "5 of 8 breathe cyan. `lab-3` restarts in a loop. `lab-1` and `lab-4` take no"
                + " connections.");
    assertThat(said(List.of(cell(Light.BREATHING, 5), cell(Light.SUSPECT, 3)), List.of()))
        .isEqualTo("5 of 8 breathe cyan. 3 may be deaf.");
  }

  @Test
  void whoIsGoneOnItsOwnIsToldApartFromWhoIsBehindAnOutage() {
    var outage = incident("uplink_lost", "hall-ap-2", 40, null);

    assertThat(
            said(
                List.of(cell(Light.OFFLINE, 2)),
                List.of(
                    outage,
                    incident("offline", "hall-5", 40, outage),
                    incident("offline", "lab-2", 40, null))))
        .endsWith("none is broken. `lab-2` is offline on its own.");
  }

  @Test
  void whoNeverReportedIsNotCalledOffline() {
    assertThat(said(List.of(cell(Light.BREATHING, 1), cell(Light.UNKNOWN, 2)), List.of()))
        .isEqualTo("1 of 3 breathes cyan. 2 have never reported.");
  }

  @Test
  void largeFleetsAreReadable() {
    assertThat(said(List.of(cell(Light.BREATHING, 2622), cell(Light.OFFLINE, 390)), List.of()))
        .isEqualTo("2,622 of 3,012 breathe cyan. 390 are offline on their own.");
  }

  private static String said(List<Cell> cells, List<IncidentView> open) {
    return Sentences.fleet(FleetSummary.of(cells, Map.of(), NOW), IncidentReads.families(open), NOW)
        .toString();
  }

  private static Cell cell(Light light, long count) {
    return new Cell("hall", MAC, "online", "listening", light, count);
  }

  private static IncidentView incident(
      String kind, String subject, int secondsAgo, @Nullable IncidentView parent) {
    return incident(kind, subject, secondsAgo, parent, Map.of());
  }

  private static IncidentView incident(
      String kind,
      String subject,
      int secondsAgo,
      @Nullable IncidentView parent,
      Map<String, Object> evidence) {
    return new IncidentView(
        UUID.randomUUID(),
        1,
        kind,
        "device",
        subject,
        subject,
        "hall",
        MAC,
        "critical",
        "open",
        "It is so.",
        evidence,
        NOW.minusSeconds(secondsAgo),
        null,
        null,
        null,
        null,
        null,
        parent == null ? null : parent.id());
  }
}
