package io.cyanwatch.protocol;

import io.cyanwatch.protocol.Birth.Breadcrumb;
import io.cyanwatch.protocol.Birth.Breadcrumb.Mark;
import io.cyanwatch.protocol.Birth.Device;
import io.cyanwatch.protocol.Birth.Done;
import io.cyanwatch.protocol.Birth.Net;
import io.cyanwatch.protocol.Birth.Reset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The body of `up/birth`.
final class BirthCodec {
  private static final int MAX_INTERVAL = 86_400;
  private static final int MAX_CAPS = 64;
  private static final int MAX_MARKS = 64;
  private static final Device NO_DEVICE = new Device(null, null, null, null);
  private static final Net NO_NET = new Net(null, null, null, null);

  private BirthCodec() {}

  static Birth read(Envelope envelope, Field birth) {
    return new Birth(
        envelope,
        birth.at("interval").small(1, MAX_INTERVAL),
        Boolean.TRUE.equals(birth.at("ack").flag()),
        device(birth.at("device")),
        reset(birth.at("reset")),
        net(birth.at("net")),
        caps(birth.at("caps")),
        birth.at("early").smallCount(),
        breadcrumb(birth.at("last").object()),
        done(birth.at("done").object()));
  }

  static void write(Birth birth, Out out) {
    out.number("interval", birth.interval())
        .flag("ack", birth.ack())
        .nested(
            "device",
            NO_DEVICE.equals(birth.device()) ? null : birth.device(),
            BirthCodec::writeDevice)
        .nested("reset", birth.reset(), BirthCodec::writeReset)
        .nested("net", NO_NET.equals(birth.net()) ? null : birth.net(), BirthCodec::writeNet)
        .plain("caps", birth.caps())
        .number("early", birth.early())
        .nested("last", birth.last(), BirthCodec::writeBreadcrumb)
        .nested("done", birth.done(), (d, o) -> o.text("id", d.id()).text("status", d.status()));
  }

  private static Device device(Field device) {
    device.object();
    return new Device(
        device.at("hw").text(),
        device.at("fw").text(),
        device.at("lib").text(),
        device.at("os").text());
  }

  private static void writeDevice(Device device, Out out) {
    out.text("hw", device.hw()).text("fw", device.fw());
    out.text("lib", device.lib()).text("os", device.os());
  }

  private static Reset reset(Field reset) {
    reset.object();
    return new Reset(
        Objects.requireNonNullElse(reset.at("class").word(Words.RESET), ResetClass.UNKNOWN),
        reset.at("raw").code(),
        reset.at("data").code());
  }

  private static void writeReset(Reset reset, Out out) {
    out.word("class", reset.kind()).number("raw", reset.raw()).number("data", reset.data());
  }

  private static Net net(Field net) {
    net.object();
    return new Net(
        net.at("ip").text(),
        net.at("port").port(),
        net.at("mac").text(),
        net.at("gw").text(),
        net.at("public_ip").text());
  }

  private static void writeNet(Net net, Out out) {
    out.text("ip", net.ip()).number("port", net.port());
    out.text("mac", net.mac()).text("gw", net.gw()).text("public_ip", net.publicIp());
  }

  private static Set<String> caps(Field caps) {
    var ops = new LinkedHashSet<String>();
    for (var cap : caps.items(MAX_CAPS)) {
      ops.add(cap.required("the name of an op").id());
    }
    return ops;
  }

  private static @Nullable Breadcrumb breadcrumb(@Nullable Field last) {
    if (last == null) {
      return null;
    }
    return new Breadcrumb(
        last.at("boot").boot(),
        last.at("up").count(),
        last.at("phase").word(Words.PHASE),
        last.at("mark").text(),
        last.at("wifi_ready").flag(),
        last.at("cloud").flag(),
        last.at("since_rx").count(),
        last.at("since_cloud_lost").count(),
        last.at("listener").word(Words.LISTENER),
        last.at("gen").count(),
        last.at("clients").smallCount(),
        last.at("accepts").count(),
        last.at("heap_min").count(),
        last.at("events").items(MAX_MARKS).stream().map(BirthCodec::mark).toList());
  }

  private static void writeBreadcrumb(Breadcrumb last, Out out) {
    out.text("boot", last.boot())
        .number("up", last.up())
        .word("phase", last.phase())
        .text("mark", last.mark())
        .flag("wifi_ready", last.wifiReady())
        .flag("cloud", last.cloud())
        .number("since_rx", last.sinceRx())
        .number("since_cloud_lost", last.sinceCloudLost())
        .word("listener", last.listener())
        .number("gen", last.gen())
        .number("clients", last.clients())
        .number("accepts", last.accepts())
        .number("heap_min", last.heapMin());
    if (!last.events().isEmpty()) {
      out.plain("events", last.events().stream().map(m -> List.of(m.event(), m.up())).toList());
    }
  }

  private static Mark mark(Field mark) {
    var both = mark.items(2);
    if (both.size() != 2) {
      mark.flaw(Decoded.Reason.BAD_FIELD, "An event here is [name, uptime in milliseconds].");
      return new Mark("", 0);
    }
    return new Mark(
        both.getFirst().required("the event's name").id(),
        both.getLast().required("the event's uptime").wholeOr(0, 0, Field.LARGEST));
  }

  private static @Nullable Done done(@Nullable Field done) {
    if (done == null) {
      return null;
    }
    return new Done(
        done.at("id").required("the id of the command that caused this boot").id(),
        done.at("status").required("how the command ended, usually done").id());
  }
}
