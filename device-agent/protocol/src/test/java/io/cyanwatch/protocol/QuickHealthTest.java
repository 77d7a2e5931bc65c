package io.cyanwatch.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.protocol.Topics.Channel;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// The quick reading of heartbeats says what the careful one says, or nothing.
class QuickHealthTest {
  private static final byte[] WHOLE =
      """
      {"v":1,"boot":"0000002a-9f3c11d2","seq":1234,"conn":3,"up":8123456,"at":1736500000123,\
      "phase":"cloud_connected",\
      "wifi":{"ready":true,"ssid":"rdint02","bssid":"aa:bb:cc:dd:ee:ff","ch":6,"ip":"10.0.0.23",\
      "rssi":-61,"rssi_min":-70,"ups":3,"downs":2,"down_ms":91000,"reason":200},\
      "cloud":{"up":true,"drops":2,"tries":4,"rtt":38},\
      "listener":{"state":"listening","port":80,"gen":4,"starts":4,"fails":0,"err":0,\
      "accepts":3312,"idle":120,"probes":40,"probe_fails":0},\
      "clients":{"open":2,"max":5,"peak":4,"rejected":0,"idle_timeouts":1,"header_timeouts":0,\
      "resets":2,"stalls":9,"stall_ms":310,"oldest":2100},\
      "http":{"requests":3312,"ok":3300,"client_err":1,"server_err":0,"truncated":0,"worst_ms":41},\
      "mem":{"free":51234,"min":31200,"block":30000},\
      "loop":{"hz":800,"worst":35,"stalls":0},\
      "queue":{"held":0,"dropped":0}}"""
          .getBytes(UTF_8);

  @Provide
  Arbitrary<Health> heartbeats() {
    return Messages.heartbeats()
        .filter(all -> !all.isEmpty())
        .map(all -> Arbitraries.of(all.getFirst(), QuickHealth.read(WHOLE).orElseThrow()))
        .flatMap(one -> one);
  }

  @Property(tries = 1000)
  void whatItReadsTheCarefulReadingReadsTheSame(@ForAll("heartbeats") Health health) {
    agrees(Wire.encode(health, Wire.Format.JSON));
  }

  @Property(tries = 4000)
  void ofADamagedHeartbeatToo(@ForAll("heartbeats") Health health, @ForAll long seed) {
    var payload = Wire.encode(health, Wire.Format.JSON);
    var random = new Random(seed);
    for (var n = random.nextInt(3); n >= 0; n--) {
      payload[random.nextInt(payload.length)] = (byte) (' ' + random.nextInt(95));
    }
    agrees(payload);
  }

  @Test
  void itReadsEveryFieldOfAHeartbeat() {
    var read = QuickHealth.read(WHOLE);

    assertThat(read).isPresent();
    assertThat(Wire.encode(read.get(), Wire.Format.JSON)).isEqualTo(WHOLE);
    agrees(WHOLE);
  }

  @Test
  void itLeavesToTheCarefulReadingWhatIsUnusual() {
    assertThat(
            List.of(
                "{\"boot\":\"b\",\"seq\":0}",
                "{\"boot\":\"b\",\"seq\":0,\"up\":1,\"seq\":0}",
                "{\"boot\":\"b\",\"seq\":0,\"up\":1,\"new\":2}",
                "{\"boot\":\"b\",\"seq\":0,\"up\":1,\"wifi\":{\"rssi\":1}}",
                "{\"boot\":\"b\",\"seq\":0,\"up\":1,\"wifi\":{},\"wifi\":{}}",
                "{\"boot\":\"b\",\"seq\":0,\"up\":1,\"lost\":[[2,3]]}",
                "{\"boot\":\"b\",\"seq\":0,\"up\":1.0}",
                "{\"boot\":\"b\",\"seq\":0,\"up\":1} 2",
                "{\"boot\":\"b\\u0000\",\"seq\":0,\"up\":1}",
                "[{\"boot\":\"b\",\"seq\":0,\"up\":1}]"))
        .allSatisfy(payload -> assertThat(QuickHealth.read(payload.getBytes(UTF_8))).isEmpty());
  }

  private static void agrees(byte[] payload) {
    QuickHealth.read(payload)
        .ifPresent(
            quick -> {
              var careful = Wire.decodeCarefully(Channel.HEALTH, payload);
              assertThat(careful.refusals()).isEmpty();
              assertThat(careful.messages()).containsExactly(quick);
            });
  }
}
