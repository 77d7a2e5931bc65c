package io.cyanwatch.agent;

import io.cyanwatch.agent.Finding.Note;
import io.cyanwatch.agent.Finding.Well;
import io.cyanwatch.agent.Finding.Wrong;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Examines a set-up, one thing after the other.
final class Doctor {
  private static final Instant BUILT = Instant.parse("2025-01-01T00:00:00Z");
  private static final int JAVA = 25;

  private final DeviceArguments device;
  private final DoorArguments door;

  Doctor(DeviceArguments device, DoorArguments door) {
    this.device = device;
    this.door = door;
  }

  /// One examination; it may stop at the first argument that is wrong.
  private interface Look {
    Finding look() throws BadArgument;
  }

  /// Returns whether nothing is wrong.
  boolean examine(PrintWriter out) {
    var wrong = 0;
    for (var look : looks()) {
      var finding = found(look);
      out.println(finding.text());
      wrong += finding instanceof Wrong ? 1 : 0;
    }
    out.println(
        switch (wrong) {
          case 0 -> "All is well.";
          case 1 -> "1 thing to mend.";
          default -> wrong + " things to mend.";
        });
    return wrong == 0;
  }

  private List<Look> looks() {
    var looks = new ArrayList<Look>();
    looks.addAll(List.of(this::java, this::clock, this::password, this::state));
    if (door.port == null && door.root == null) {
      looks.add(() -> new Note("No --port and no --root: a prober.", "For a server, give both."));
    } else {
      looks.addAll(List.of(this::root, this::port));
    }
    looks.addAll(List.of(this::link, this::radio, this::unit));
    looks.addAll(List.of(this::brokerName, this::brokerPort, this::login));
    return looks;
  }

  private static Finding found(Look look) {
    try {
      return look.look();
    } catch (BadArgument e) {
      return new Wrong(String.valueOf(e.getMessage()), "Mend this argument, then ask again.");
    }
  }

  private Finding java() {
    var version = Runtime.version();
    return version.feature() >= JAVA
        ? new Well("Java is " + version.feature() + ".")
        : new Wrong("Java is " + version.feature() + ".", "Install a Java 25 runtime or newer.");
  }

  private Finding clock() {
    var now = Instant.now();
    return now.isAfter(BUILT)
        ? new Well("The clock says " + now + ".")
        : new Wrong(
            "The clock says " + now + ", before this program was built.",
            "Set it, or switch on time synchronisation: timedatectl set-ntp true.");
  }

  private Finding password() throws BadArgument {
    Check.password(device.passwordFile);
    var file = Path.of(Check.given("--password-file", device.passwordFile));
    try {
      var open = Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);
      var all = Files.getPosixFilePermissions(file);
      return open.stream().anyMatch(all::contains)
          ? new Wrong("Anybody may read the password in " + file + ".", "chmod o= " + file)
          : new Well("The password is readable, and not by everybody.");
    } catch (IOException | UnsupportedOperationException e) {
      return new Note("Who may read " + file + " is not known.", "Look at it yourself.");
    }
  }

  private Finding state() throws BadArgument {
    var directory = device.stateDirectory();
    try (var _ = State.open(directory, device.scratchDirectory(), State.machine())) {
      return new Well("The state in " + directory + " can be read and written.");
    } catch (IOException e) {
      return new Wrong(
          "The state cannot be used: " + e.getMessage(),
          "Make the directory writable for this user, or name another with --state.");
    }
  }

  private Finding root() throws BadArgument {
    var root = Check.directory(door.root);
    try (var files = Files.list(root)) {
      var count = files.count();
      return Files.isReadable(root.resolve("index.html"))
          ? new Well("%s has %d files to serve.".formatted(root, count))
          : new Note("%s has no index.html.".formatted(root), "Visitors of / will be told 404.");
    } catch (IOException e) {
      return new Wrong("%s cannot be read.".formatted(root), "Let this user read it: chmod o+rx.");
    }
  }

  private Finding port() throws BadArgument {
    InetSocketAddress address = Check.listen(door.address, door.port);
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return new Well("Port %d is free.".formatted(address.getPort()));
    } catch (IOException e) {
      return new Wrong(
          "Nobody can listen on %s: %s".formatted(address, e.getMessage()),
          address.getPort() < 1_024
              ? "Take a port from 1024 on, or give AmbientCapabilities=CAP_NET_BIND_SERVICE."
              : "See who has it: ss -ltnp; stop that, or take another --port or --address.");
    }
  }

  private Finding link() throws BadArgument {
    var link = reader().read();
    if (link.ready()) {
      return new Well("The link %s is up, with %s.".formatted(link.name(), link.ip()));
    }
    return new Wrong(
        "The link %s is %s.".formatted(link.name(), link.up() ? "up, without an address" : "down"),
        "Look with: ip addr; or name the right interface with --interface.");
  }

  private LinkReader reader() throws BadArgument {
    var address = Check.listen(door.address, door.port == null ? "1" : door.port);
    return LinkReader.system(Check.device(device.device), address.getAddress());
  }

  private Finding radio() throws BadArgument {
    var reader = reader();
    var link = reader.read();
    if (!reader.wireless()) {
      return new Well("The link is no WiFi: there is no signal to report.");
    }
    var iw = Run.command(Duration.ofSeconds(3), "iw", "dev", link.name(), "link");
    return iw.code() == 0
        ? new Well("iw tells the WiFi's name and signal.")
        : new Note("iw does not work: only the signal is told.", "apt install iw");
  }

  private Finding unit() {
    var state = Run.command(Duration.ofSeconds(3), "systemctl", "is-enabled", "cyanwatch-agent");
    return state.code() == 0
        ? new Well("systemd starts the agent with the machine.")
        : new Note(
            "systemd does not start the agent with the machine.",
            "Install ops/systemd/cyanwatch-agent.service, then: systemctl enable --now cyanwatch-agent");
  }

  private Finding brokerName() throws BadArgument {
    return BrokerCheck.name(Check.broker(device.broker));
  }

  private Finding brokerPort() throws BadArgument {
    var broker = Check.broker(device.broker);
    return BrokerCheck.port(broker, Trust.of(broker, device.caFile));
  }

  private Finding login() throws BadArgument {
    return BrokerCheck.login(device.account());
  }
}
