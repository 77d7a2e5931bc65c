package io.cyanwatch.simulator.testbed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The rig's wires: an access point that bridges the devices with the visitors and routes to the
/// cloud over its one cable. Each is a network namespace of its own.
///
/// ```
///   device 0 ──wlan0═port0──┐
///   device 1 ──wlan0═port1──┤ access point ──up0═eth0── cloud (the broker)
///   visitors ───eth0═lan────┘
/// ```
final class Network implements AutoCloseable {
  static final String LINK = "wlan0";
  static final String CLOUD = "10.78.0.2";

  private static final String GATEWAY = "10.77.0.1";
  private static final int LEASES = 60;

  private final String name;
  private final int devices;
  private final List<String> made = new ArrayList<>();
  private final int[] lease;

  /// @param name of this run; every namespace begins with it
  Network(String name, int devices) {
    this.name = name;
    this.devices = devices;
    this.lease = new int[devices];
  }

  String device(int index) {
    return name + "-device" + index;
  }

  String visitors() {
    return name + "-lan";
  }

  String cloud() {
    return name + "-cloud";
  }

  /// What a device has now, or had until its radio went. Its neighbours' differ for ever.
  String address(int device) {
    return "10.77.0." + (20 + device * (LEASES + 5) + lease[device] % LEASES);
  }

  void make() throws IOException {
    for (var room : List.of(point(), visitors(), cloud())) {
      room(room);
    }
    Ip.run("-n " + point() + " link add br0 type bridge forward_delay 0");
    Ip.run("-n " + point() + " addr add " + GATEWAY + "/24 dev br0");
    Ip.run("-n " + point() + " link set br0 up");
    plug("lan", visitors(), "eth0");
    join(visitors(), "eth0", "10.77.0.2", GATEWAY);
    for (var i = 0; i < devices; i++) {
      room(device(i));
      plug("port" + i, device(i), LINK);
      join(device(i), LINK, address(i), GATEWAY);
    }
    layCable();
  }

  /// The cable between the access point and the cloud. What is sent while it is out just vanishes.
  void uplink(boolean up) throws IOException {
    Ip.run("-n " + point() + " link set up0 " + (up ? "up" : "down"));
  }

  /// The devices lose their link and, as under any DHCP client, their address.
  void radioDown() throws IOException {
    for (var i = 0; i < devices; i++) {
      Ip.run("-n " + point() + " link set port" + i + " down");
    }
    for (var i = 0; i < devices; i++) {
      Ip.run("-n " + device(i) + " addr flush dev " + LINK);
    }
  }

  /// The link is back; an address comes with [#lease].
  void radioUp() throws IOException {
    for (var i = 0; i < devices; i++) {
      Ip.run("-n " + point() + " link set port" + i + " up");
    }
  }

  /// Hands an address to every device.
  ///
  /// @param other than it had
  void lease(boolean other) throws IOException {
    for (var i = 0; i < devices; i++) {
      Ip.run("-n " + device(i) + " addr flush dev " + LINK);
      lease[i] += other ? 1 : 0;
      join(device(i), LINK, address(i), GATEWAY);
    }
  }

  /// Takes the namespaces away, and with them every wire.
  @Override
  public void close() {
    for (var room : made) {
      try {
        Ip.run("netns del " + room);
      } catch (IOException e) {
        System.err.println(e.getMessage());
      }
    }
    made.clear();
  }

  private String point() {
    return name + "-ap";
  }

  private void room(String room) throws IOException {
    Ip.run("netns add " + room);
    made.add(room);
    Ip.run("-n " + room + " link set lo up");
  }

  private void plug(String port, String room, String link) throws IOException {
    var veth = " type veth peer name " + link + " netns " + room;
    Ip.run("-n " + point() + " link add " + port + veth);
    Ip.run("-n " + point() + " link set " + port + " master br0 up");
  }

  private static void join(String room, String link, String address, String gateway)
      throws IOException {
    Ip.run("-n " + room + " addr add " + address + "/24 dev " + link);
    Ip.run("-n " + room + " link set " + link + " up");
    Ip.run("-n " + room + " route replace default via " + gateway);
  }

  private void layCable() throws IOException {
    Ip.run("-n " + point() + " link add up0 type veth peer name eth0 netns " + cloud());
    Ip.run("-n " + point() + " addr add 10.78.0.1/24 dev up0");
    Ip.run("-n " + point() + " link set up0 up");
    Ip.run("-n " + point() + " route add blackhole 10.78.0.0/24 metric 4096");
    join(cloud(), "eth0", CLOUD, "10.78.0.1");
    Ip.run("netns exec " + point() + " sysctl -qw net.ipv4.ip_forward=1");
  }

  /// The namespaces of the run `name` that exist, whoever made them.
  static List<String> of(String name) throws IOException {
    return Ip.run("netns list")
        .lines()
        .map(line -> line.split(" ", 2)[0])
        .filter(room -> room.startsWith(name + "-"))
        .toList();
  }

  /// The processes in a namespace.
  static List<Long> inside(String room) throws IOException {
    return Ip.run("netns pids " + room).lines().map(Long::valueOf).toList();
  }
}
