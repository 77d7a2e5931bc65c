package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.CyanwatchTest;
import io.cyanwatch.SteppedClock;
import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.timeline.Observation;
import io.cyanwatch.timeline.Observation.Born;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;

/// Behind what a device is: its access point, else its gateway, else its public address.
@CyanwatchTest
@Import({SteppedClock.class, OutageStage.People.class})
class PlacesTests extends OutageStage {
  private static final DeviceRef AT_NO_SITE = new DeviceRef(2, "press-2", "");

  @Test
  void anAccessPointIsBelievedMoreThanAGateway() {
    var folding = new Folding(DeviceState.NEW);
    folding.newest(born(States.DEVICE, "10.0.0.1", null));
    folding.newest(new Beats().bssid("aa:bb:cc:dd:ee:ff").at(stamp(States.DEVICE, 2)));
    folding.newest(born(States.DEVICE, "10.0.0.1", null));

    assertThat(folding.state().network().accessPoint()).isEqualTo("aa:bb:cc:dd:ee:ff");
  }

  @Test
  void aGatewayIsTheOneOfItsSite() {
    assertThat(place(States.DEVICE, "10.0.0.1", "203.0.113.7")).isEqualTo("gw:10.0.0.1@hall");
  }

  @Test
  void aGatewayAtNoSiteIsTheOneBehindItsPublicAddress() {
    assertThat(place(AT_NO_SITE, "10.0.0.1", "203.0.113.7")).isEqualTo("gw:10.0.0.1@203.0.113.7");
    assertThat(place(AT_NO_SITE, "10.0.0.1", null)).isEqualTo("gw:10.0.0.1");
  }

  @Test
  void whoKnowsNoGatewayIsBehindItsPublicAddress() {
    assertThat(place(AT_NO_SITE, null, "203.0.113.7")).isEqualTo("ip:203.0.113.7");
    assertThat(place(AT_NO_SITE, null, null)).isNull();
  }

  @Test
  void whoComesBackBehindAnotherGatewayIsThere() {
    var folding = new Folding(DeviceState.NEW);
    folding.newest(born(AT_NO_SITE, "10.0.0.1", null));
    folding.newest(born(AT_NO_SITE, "10.9.0.1", null));
    folding.newest(born(AT_NO_SITE, null, null));

    assertThat(folding.state().network().accessPoint()).isEqualTo("gw:10.9.0.1");
  }

  @Test
  void anUplinkIsLostForThoseWhoShareNothingButAPublicAddress() {
    var homes = devices("home", 5, "");
    arrive(homes, "198.51.100." + run);
    breakOff(homes.subList(0, 4));
    clock.advance(6);
    await(() -> count("kind = 'offline' and resolved_at is null") == 4);
    clock.advance(2);
    await(() -> lost("198.51.100." + run, "resolved_at is null") == 1);
    await(() -> count("kind = 'offline' and suppressed_by is not null") == 4);

    // A line that comes back is often given another address.
    arrive(homes.subList(0, 4), "198.51.101." + run);
    clock.advance(2);
    await(() -> lost("198.51.100." + run, "resolved_at is not null") == 1);
    await(() -> count("kind = 'offline' and resolved_at is null") == 0);
    assertThat(told("offline")).isZero();
  }

  private long lost(String address, String where) {
    return jdbc.sql(
            "select count(*) from incident.incident where kind = 'uplink_lost' and subject = :at and "
                + where)
        .param("at", "ip:" + address)
        .query(Long.class)
        .single();
  }

  private void arrive(List<DeviceRef> devices, String address) {
    seq++;
    receive(devices.stream().map(device -> (Observation) born(device, null, address)).toList());
    seq++;
    receive(
        devices.stream()
            .map(d -> (Observation) new Beats().bssid(null).at(stamp(d, seq)))
            .toList());
  }

  private @Nullable String place(
      DeviceRef device, @Nullable String gateway, @Nullable String publicIp) {
    var folding = new Folding(DeviceState.NEW);
    folding.newest(born(device, gateway, publicIp));
    return folding.state().network().accessPoint();
  }

  private Born born(DeviceRef device, @Nullable String gateway, @Nullable String publicIp) {
    return new Born(
        stamp(device, ++seq),
        "power_on",
        null,
        true,
        0,
        Duration.ofHours(10),
        "boron",
        "1.0.0",
        "deviceos 1.5.2",
        null,
        null,
        gateway,
        publicIp,
        List.of(),
        Map.of(),
        Optional.empty(),
        false,
        new byte[0]);
  }
}
