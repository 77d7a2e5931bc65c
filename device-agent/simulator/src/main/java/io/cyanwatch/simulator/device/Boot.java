package io.cyanwatch.simulator.device;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.Will;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Everything that a reset wipes out.
final class Boot {
  private static final int MARKS = 4;
  private static final int KEPT_RECORDS = 120;

  final String id;
  final long at;
  final Origin origin;
  final Radio radio;
  final VendorCloud cloud;
  final Web web;
  final Memory memory;
  final Lamp lamp;
  final Teardown teardown;
  private final boolean tearsDown;
  final Backlog backlog = new Backlog(KEPT_RECORDS);
  private final ArrayDeque<Birth.Breadcrumb.Mark> marks = new ArrayDeque<>();
  private long seq;
  private long conn;

  Boot(long counter, Origin origin, Profile profile, Door door, Random random, long now) {
    this.id = HexFormat.of().toHexDigits(counter, 8) + "-" + nonce(random);
    this.at = now;
    this.origin = origin;
    this.radio = new Radio(profile, random);
    this.cloud = new VendorCloud(profile.habits(), random, now);
    this.web = new Web(door, profile, now);
    this.memory = new Memory(profile.heap(), origin.decay(), random, now);
    this.lamp = new Lamp(profile.habits(), random, now);
    this.teardown = new Teardown(random);
    this.tearsDown = profile.habits().teardown();
  }

  /// Why a boot began, and what is known of the one before.
  record Origin(
      Birth.Reset reset,
      int early,
      Birth.@Nullable Breadcrumb last,
      Birth.@Nullable Done done,
      Memory.Decay decay,
      String application) {}

  /// The next record's envelope. Losses are declared only in records that leave at once: a stored
  /// one may be lost itself.
  ///
  /// @param at the wall clock, where there is one
  Envelope stamp(long now, @Nullable Long at, boolean leaves) {
    var lost = leaves ? backlog.takeLost() : List.<Envelope.SeqRange>of();
    return new Envelope(id, seq++, conn, now - this.at, at, lost);
  }

  /// The session with the vendor's cloud was found dead; the link is still there.
  void loseCloud(Device device, long now) {
    cloudGone(device, now);
    lamp.cloudLost(now);
    if (tearsDown && !device.around.uplink) {
      teardown.cloudLost(cloud.lastRx(), now);
    }
  }

  void cloudGone(Device device, long now) {
    cloud.lost(now);
    device.voice.event("cloud_down", Map.of("since_rx", cloud.sinceRx(now)), now);
  }

  void connected() {
    conn++;
  }

  /// The will of the connection that comes next.
  Will will() {
    return new Will(id, conn + 1);
  }

  void mark(String event, long now) {
    if (marks.size() == MARKS) {
      marks.removeFirst();
    }
    marks.addLast(new Birth.Breadcrumb.Mark(event, now - at));
  }

  List<Birth.Breadcrumb.Mark> marks() {
    return List.copyOf(marks);
  }

  private static String nonce(Random random) {
    return HexFormat.of().toHexDigits(random.nextInt());
  }
}
