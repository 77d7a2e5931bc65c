package io.cyanwatch.simulator.load;

import io.cyanwatch.protocol.Birth;
import io.cyanwatch.protocol.Envelope;
import io.cyanwatch.protocol.ResetClass;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Will;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.protocol.Wire.Format;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/// One device of the load: its name, its boot, and where it is in that boot.
final class Member {
  private static final String HEALTH =
      """
      {"v":1,"boot":"BOOT","seq":<seq>,"conn":<conn>,"up":<up>,"at":<at>,\
      "phase":"cloud_connected",\
      "wifi":{"ready":true,"rssi":<rssi>,"ups":1,"downs":0},\
      "cloud":{"up":true,"drops":0,"rtt":<rtt>},\
      "listener":{"state":"listening","gen":1,"accepts":<accepts>,"idle":<idle>},\
      "clients":{"open":1,"rejected":0},\
      "http":{"requests":<requests>,"ok":<ok>},\
      "mem":{"free":<free>,"min":31200}}""";

  private final int number;
  private final String id;
  private final String boot;
  private final int interval;
  private final int version;
  private final Form health;
  private long nextSeq;
  private long bornOn;

  /// @param number of this device within the load, from 0
  /// @param interval seconds between two heartbeats, as the birth promises
  /// @param version of MQTT: 3 or 5
  Member(int number, String id, String boot, int interval, int version) {
    this.number = number;
    this.id = id;
    this.boot = boot;
    this.interval = interval;
    this.version = version;
    this.health = new Form(Topics.up(id, Channel.HEALTH), HEALTH.replace("BOOT", boot), version);
  }

  int number() {
    return number;
  }

  String id() {
    return id;
  }

  String boot() {
    return boot;
  }

  Form health() {
    return health;
  }

  /// An upper bound of either kind of message.
  int largest() {
    return health.size() + 256;
  }

  /// Makes the next record of this device; the first one of each connection is a birth.
  void next(Slot slot, int conn, long up, long at) {
    slot.member = this;
    slot.seq = nextSeq++;
    slot.birth = bornOn != conn;
    slot.conn = conn;
    slot.up = up;
    slot.at = at;
    bornOn = conn;
  }

  void writeBirth(Slot slot, boolean dup, ByteBuffer out) {
    var payload = Wire.encode(birth(slot), Format.JSON);
    var packet = Packets.publish(Topics.up(id, Channel.BIRTH), payload, version);
    Packets.word(packet, Packets.idAt(packet), slot.packetId);
    packet[0] |= (byte) (dup ? Packets.DUP : 0);
    out.put(packet);
  }

  Packets.Will will() {
    var payload = Wire.encode(new Will(boot, 1), Format.JSON);
    return new Packets.Will(Topics.up(id, Channel.WILL), payload);
  }

  private Birth birth(Slot slot) {
    return new Birth(
        new Envelope(boot, slot.seq, slot.conn, slot.up, slot.at, List.of()),
        interval,
        false,
        new Birth.Device("virtual", "load", "1.0.0", null),
        new Birth.Reset(ResetClass.POWER_ON, null, null),
        new Birth.Net(null, 80, null, null),
        Set.of(),
        0,
        null,
        null);
  }
}
