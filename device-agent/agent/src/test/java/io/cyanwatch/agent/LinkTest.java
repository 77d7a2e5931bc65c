package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTest {
  private static final String ROUTES =
      """
      Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
      eth0	00000000	0100000A	0003	0	0	100	00000000	0	0	0
      wlan0	00000000	FE01A8C0	0003	0	0	50	00000000	0	0	0
      wlan0	0001A8C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
      """;

  @TempDir private Path directory;
  private Path devices = Path.of("");
  private final List<InetAddress> addresses = new ArrayList<>();

  @BeforeEach
  void makeTwoInterfaces() throws IOException {
    devices = Files.createDirectory(directory.resolve("net"));
    Files.writeString(directory.resolve("route"), ROUTES);
    for (var name : List.of("eth0", "wlan0")) {
      Files.createDirectory(devices.resolve(name));
      set(name, "operstate", "up");
      set(name, "carrier", "1");
      set(name, "carrier_changes", "2");
    }
    addresses.add(InetAddress.getByName("fe80::1"));
    addresses.add(InetAddress.getByName("192.168.1.7"));
  }

  @Test
  void theInterfaceOfTheBestDefaultRouteIsWatched() {
    assertThat(reader("", null).read()).isEqualTo(new Link("wlan0", true, "192.168.1.7", 2));
    assertThat(reader("eth0", null).read().name()).isEqualTo("eth0");
  }

  @Test
  void theGatewayIsReadOffTheRoutes() {
    var reader = reader("", null);
    reader.read();

    assertThat(reader.gateway()).contains("192.168.1.254");
    assertThat(Routes.gateway(ROUTES, "eth0")).contains("10.0.0.1");
    assertThat(Routes.gateway(ROUTES, "lo")).isEmpty();
  }

  @Test
  void withoutACarrierOrOperationOrInterfaceTheLinkIsDown() throws IOException {
    var reader = reader("wlan0", null);
    set("wlan0", "carrier", "0");
    assertThat(reader.read().up()).isFalse();

    set("wlan0", "carrier", "1");
    set("wlan0", "operstate", "dormant");
    assertThat(reader.read().up()).isFalse();

    assertThat(reader("gone0", null).read().up()).isFalse();
  }

  @Test
  void aServerBoundToAnAddressIsReadyOnlyWhileThatIsThere() throws UnknownHostException {
    var bound = InetAddress.getByName("192.168.1.7");
    assertThat(reader("wlan0", bound).read().ready()).isTrue();

    addresses.remove(bound);
    assertThat(reader("wlan0", bound).read().ready()).isFalse();
  }

  @Test
  void edgesAreCountedAndTheTimeWithoutALinkIsAddedUp() {
    var diary = new LinkDiary();
    var up = new Link("wlan0", true, "192.168.1.7", 2);
    var down = new Link("wlan0", false, null, 3);

    assertThat(diary.saw(up, 0)).isEqualTo(new LinkDiary.Edge.Up(0));
    assertThat(diary.saw(up, 500)).isEqualTo(new LinkDiary.Edge.None());
    assertThat(diary.saw(down, 1_000)).isEqualTo(new LinkDiary.Edge.Down());
    assertThat(diary.saw(new Link("wlan0", true, "192.168.1.7", 4), 5_000))
        .isEqualTo(new LinkDiary.Edge.Up(4_000));
    diary.saw(down, 6_000);

    var wifi = diary.snapshot(Radio.Signal.NONE, 7_000);
    assertThat(wifi.ready()).isFalse();
    assertThat(wifi.ups()).isEqualTo(2);
    assertThat(wifi.downs()).isEqualTo(2);
    assertThat(wifi.downMs()).isEqualTo(5_000);
    assertThat(wifi.rssi()).isNull();
  }

  @Test
  void aLossBetweenTwoLooksAndAnotherAddressAreSeen() {
    var diary = new LinkDiary();
    diary.saw(new Link("wlan0", true, "192.168.1.7", 2), 0);

    assertThat(diary.saw(new Link("wlan0", true, "192.168.1.7", 4), 500))
        .isEqualTo(new LinkDiary.Edge.Up(0));
    assertThat(diary.saw(new Link("wlan0", true, "192.168.1.8", 4), 1_000))
        .isEqualTo(new LinkDiary.Edge.Address("192.168.1.8"));
    assertThat(diary.snapshot(Radio.Signal.NONE, 1_000).downs()).isEqualTo(1);
  }

  @Test
  void theWeakestSignalIsKept() {
    var diary = new LinkDiary();
    diary.saw(new Link("wlan0", true, "192.168.1.7", 2), 0);
    diary.snapshot(new Radio.Signal(null, null, null, -70), 0);

    var wifi = diary.snapshot(new Radio.Signal("home", null, null, -60), 0);

    assertThat(wifi.rssi()).isEqualTo(-60);
    assertThat(wifi.rssiMin()).isEqualTo(-70);
    assertThat(wifi.ssid()).isEqualTo("home");
  }

  @Test
  void whatIwSaysIsRead() {
    var answer =
        """
        Connected to AA:BB:cc:dd:ee:ff (on wlan0)
        	SSID: the attic
        	freq: 2437
        	RX: 12345 bytes (67 packets)
        	signal: -61 dBm
        """;

    assertThat(Radio.parse(answer))
        .isEqualTo(new Radio.Signal("the attic", "aa:bb:cc:dd:ee:ff", 6, -61));
    assertThat(Radio.parse("Not connected.\n")).isEqualTo(Radio.Signal.NONE);
  }

  @Test
  void channelsFollowFromFrequencies() {
    assertThat(Radio.channel(2_412)).contains(1);
    assertThat(Radio.channel(2_484)).contains(14);
    assertThat(Radio.channel(5_180)).contains(36);
    assertThat(Radio.channel(5_955)).contains(1);
    assertThat(Radio.channel(900)).isEmpty();
  }

  @Test
  void theSignalOfTheInterfaceIsReadWhereThereIsNoIw() {
    var table =
        """
        Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
         face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
         wlan0: 0000   54.  -56.  -256        0      0      0      0      0        0
        """;

    assertThat(Radio.rssi(table, "wlan0")).contains(-56);
    assertThat(Radio.rssi(table, "wlan1")).isEmpty();
  }

  @Test
  void freeMemoryIsReadWhereItIsTold() {
    assertThat(Host.bytes("MemTotal: 5 kB\nMemAvailable:   7 kB\n", "MemAvailable"))
        .contains(7_168L);
    assertThat(Host.bytes("MemTotal: 5 kB\n", "MemAvailable")).isEmpty();
  }

  private LinkReader reader(String wanted, @Nullable InetAddress bound) {
    var known =
        new LinkReader.Addresses() {
          @Override
          public List<InetAddress> of(String name) {
            return addresses;
          }

          @Override
          public Optional<String> holder(InetAddress address) {
            return Optional.of("wlan0");
          }
        };
    return new LinkReader(devices, directory.resolve("route"), known, wanted, bound);
  }

  private void set(String name, String file, String value) throws IOException {
    Files.writeString(devices.resolve(name).resolve(file), value + "\n");
  }
}
