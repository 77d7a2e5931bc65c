package io.cyanwatch.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.dashboard.DeviceSentences.Known;
import io.cyanwatch.dashboard.TimelineView.Band;
import io.cyanwatch.dashboard.TimelineView.Mark;
import io.cyanwatch.incident.IncidentView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceSentencesTests {
  private static final Instant NOW = Instant.parse("2026-01-31T14:02:00Z");

  @Test
  void aNewDeviceIsToldWhatToDo() {
    assertThat(said("unknown", List.of(), List.of())).startsWith("It has never reported.");
  }

  @Test
  void aHealthyDeviceSaysHowLongItIsUp() {
    assertThat(said("online", List.of(), List.of()))
        .isEqualTo("Breathing cyan, and its server listens. It has been up for 3 h 12 min.");
  }

  @Test
  void aCureIsToldWithWhatProvedIt() {
    var deaf = band("dead_listener", 1310, 1250);
    var restart = restart(1272, "succeeded", "probe");

    assertThat(said("online", List.of(deaf), List.of(restart)))
        .isEqualTo(
            "Listening again since 13:41. It went deaf, was restarted after 38 s, and answered a"
                + " probe.");
  }

  @Test
  void aCureThatNobodyProbedSaysSo() {
    assertThat(
            said(
                "online",
                List.of(band("dead_listener", 1310, 1250)),
                List.of(restart(1272, "succeeded", "device"))))
        .endsWith("and says itself that it listens; nobody probed it from outside.");
  }

  @Test
  void anOldCureIsNoNews() {
    assertThat(said("online", List.of(band("dead_listener", 60_000, 50_000)), List.of()))
        .startsWith("Breathing cyan");
  }

  @Test
  void anOpenFaultSpeaksForItselfAndSaysWhenACureIsUnderWay() {
    assertThat(
            said(
                "online",
                List.of(band("dead_listener", 60, null)),
                List.of(restart(5, "sent", null))))
        .isEqualTo("Its fault is known. A cure is under way.");
  }

  @Test
  void behindALostUplinkTheDeviceIsNotBlamed() {
    var parent =
        new IncidentView(
            UUID.randomUUID(),
            1,
            "uplink_lost",
            "access_point",
            "hall-ap-2",
            null,
            "hall",
            "hall-ap-2",
            "critical",
            "open",
            "",
            Map.of(),
            NOW.minusSeconds(240),
            null,
            null,
            null,
            null,
            null,
            null);

    var sentence =
        DeviceSentences.device(
            new Known(device("offline"), Optional.of(parent), List.of(), List.of()), NOW);

    assertThat(sentence)
        .hasToString(
            "Offline for 4 min, behind `hall-ap-2`, which lost its uplink. Nothing says that the"
                + " device itself is broken.");
  }

  @Test
  void goneOnItsOwnItSaysSinceWhen() {
    assertThat(said("offline", List.of(band("offline", 240, null)), List.of()))
        .isEqualTo("Offline since 13:58 (4 min). Its fault is known.");
  }

  private static String said(String state, List<Band> incidents, List<Mark> commands) {
    return DeviceSentences.device(
            new Known(device(state), Optional.empty(), incidents, commands), NOW)
        .toString();
  }

  private static Band band(String kind, int openedAgo, @Nullable Integer resolvedAgo) {
    return new Band(
        UUID.randomUUID(),
        kind,
        "critical",
        resolvedAgo == null ? "open" : "resolved",
        "Its fault is known.",
        null,
        NOW.minusSeconds(openedAgo),
        resolvedAgo == null ? null : NOW.minusSeconds(resolvedAgo));
  }

  private static Mark restart(int ago, String state, @Nullable String verified) {
    var created = NOW.minusSeconds(ago);
    return new Mark(
        UUID.randomUUID(),
        "restart_listener",
        state,
        "",
        "admin",
        verified,
        created,
        created,
        created,
        state.equals("succeeded") ? created.plusSeconds(22) : null);
  }

  private static DeviceView device(String state) {
    return new DeviceView(
        "hall-3",
        null,
        "hall",
        List.of(),
        state,
        "cloud_connected",
        Light.of(state, "cloud_connected", "listening", false).key(),
        new DeviceView.Listener("listening", "listening", 80, 4L, 2),
        null,
        null,
        null,
        new DeviceView.Boot(
            "0000002a-9f3c11d2",
            NOW.minusSeconds(3 * 3600 + 12 * 60),
            "power_on",
            null,
            true,
            "1.4.2",
            null,
            null,
            null,
            List.of(),
            30.0,
            null),
        NOW,
        NOW.minusSeconds(240),
        List.of(),
        null,
        NOW,
        0,
        null);
  }
}
