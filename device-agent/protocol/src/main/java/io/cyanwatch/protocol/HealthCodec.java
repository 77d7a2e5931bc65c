package io.cyanwatch.protocol;

import io.cyanwatch.protocol.Health.Clients;
import io.cyanwatch.protocol.Health.Cloud;
import io.cyanwatch.protocol.Health.Http;
import io.cyanwatch.protocol.Health.Listener;
import io.cyanwatch.protocol.Health.Loop;
import io.cyanwatch.protocol.Health.Mem;
import io.cyanwatch.protocol.Health.Queue;
import io.cyanwatch.protocol.Health.Wifi;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The body of `up/health`.
final class HealthCodec {
  private static final int MAX_CHANNEL = 255;
  private static final int WEAKEST_RSSI = -150;

  private HealthCodec() {}

  static Health read(Envelope envelope, Field health) {
    return new Health(
        envelope,
        health.at("phase").word(Words.PHASE),
        part(health, "wifi", HealthCodec::wifi),
        part(health, "cloud", HealthCodec::cloud),
        part(health, "listener", HealthCodec::listener),
        part(health, "clients", HealthCodec::clients),
        part(health, "http", HealthCodec::http),
        part(health, "mem", HealthCodec::mem),
        part(health, "loop", HealthCodec::loop),
        part(health, "queue", HealthCodec::queue));
  }

  static void write(Health health, Out out) {
    out.word("phase", health.phase())
        .nested("wifi", health.wifi(), HealthCodec::writeWifi)
        .nested("cloud", health.cloud(), HealthCodec::writeCloud)
        .nested("listener", health.listener(), HealthCodec::writeListener)
        .nested("clients", health.clients(), HealthCodec::writeClients)
        .nested("http", health.http(), HealthCodec::writeHttp)
        .nested("mem", health.mem(), HealthCodec::writeMem)
        .nested("loop", health.loop(), HealthCodec::writeLoop)
        .nested("queue", health.queue(), HealthCodec::writeQueue);
  }

  private static <T> @Nullable T part(Field health, String name, Function<Field, T> read) {
    var part = health.at(name).object();
    return part == null ? null : read.apply(part);
  }

  private static Wifi wifi(Field wifi) {
    return new Wifi(
        wifi.at("ready").flag(),
        wifi.at("ssid").text(),
        wifi.at("bssid").text(),
        wifi.at("ch").small(0, MAX_CHANNEL),
        wifi.at("ip").text(),
        wifi.at("rssi").small(WEAKEST_RSSI, 0),
        wifi.at("rssi_min").small(WEAKEST_RSSI, 0),
        wifi.at("ups").count(),
        wifi.at("downs").count(),
        wifi.at("down_ms").count(),
        wifi.at("reason").small(Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  private static void writeWifi(Wifi wifi, Out out) {
    out.flag("ready", wifi.ready())
        .text("ssid", wifi.ssid())
        .text("bssid", wifi.bssid())
        .number("ch", wifi.ch())
        .text("ip", wifi.ip())
        .number("rssi", wifi.rssi())
        .number("rssi_min", wifi.rssiMin())
        .number("ups", wifi.ups())
        .number("downs", wifi.downs())
        .number("down_ms", wifi.downMs())
        .number("reason", wifi.reason());
  }

  private static Cloud cloud(Field cloud) {
    return new Cloud(
        cloud.at("up").flag(),
        cloud.at("drops").count(),
        cloud.at("tries").count(),
        cloud.at("rtt").smallCount());
  }

  private static void writeCloud(Cloud cloud, Out out) {
    out.flag("up", cloud.up()).number("drops", cloud.drops());
    out.number("tries", cloud.tries()).number("rtt", cloud.rtt());
  }

  private static Listener listener(Field listener) {
    return new Listener(
        listener.at("state").word(Words.LISTENER),
        listener.at("port").port(),
        listener.at("gen").count(),
        listener.at("starts").count(),
        listener.at("fails").count(),
        listener.at("err").code(),
        listener.at("accepts").count(),
        listener.at("idle").count(),
        listener.at("probes").count(),
        listener.at("probe_fails").count());
  }

  private static void writeListener(Listener listener, Out out) {
    out.word("state", listener.state())
        .number("port", listener.port())
        .number("gen", listener.gen())
        .number("starts", listener.starts())
        .number("fails", listener.fails())
        .number("err", listener.err())
        .number("accepts", listener.accepts())
        .number("idle", listener.idle())
        .number("probes", listener.probes())
        .number("probe_fails", listener.probeFails());
  }

  private static Clients clients(Field clients) {
    return new Clients(
        clients.at("open").smallCount(),
        clients.at("max").smallCount(),
        clients.at("peak").smallCount(),
        clients.at("rejected").count(),
        clients.at("idle_timeouts").count(),
        clients.at("header_timeouts").count(),
        clients.at("resets").count(),
        clients.at("stalls").count(),
        clients.at("stall_ms").count(),
        clients.at("oldest").count());
  }

  private static void writeClients(Clients clients, Out out) {
    out.number("open", clients.open())
        .number("max", clients.max())
        .number("peak", clients.peak())
        .number("rejected", clients.rejected())
        .number("idle_timeouts", clients.idleTimeouts())
        .number("header_timeouts", clients.headerTimeouts())
        .number("resets", clients.resets())
        .number("stalls", clients.stalls())
        .number("stall_ms", clients.stallMs())
        .number("oldest", clients.oldest());
  }

  private static Http http(Field http) {
    return new Http(
        http.at("requests").count(),
        http.at("ok").count(),
        http.at("client_err").count(),
        http.at("server_err").count(),
        http.at("truncated").count(),
        http.at("worst_ms").count());
  }

  private static void writeHttp(Http http, Out out) {
    out.number("requests", http.requests())
        .number("ok", http.ok())
        .number("client_err", http.clientErr())
        .number("server_err", http.serverErr())
        .number("truncated", http.truncated())
        .number("worst_ms", http.worstMs());
  }

  private static Mem mem(Field mem) {
    return new Mem(mem.at("free").count(), mem.at("min").count(), mem.at("block").count());
  }

  private static void writeMem(Mem mem, Out out) {
    out.number("free", mem.free()).number("min", mem.min()).number("block", mem.block());
  }

  private static Loop loop(Field loop) {
    return new Loop(
        loop.at("hz").smallCount(), loop.at("worst").count(), loop.at("stalls").count());
  }

  private static void writeLoop(Loop loop, Out out) {
    out.number("hz", loop.hz()).number("worst", loop.worst()).number("stalls", loop.stalls());
  }

  private static Queue queue(Field queue) {
    return new Queue(queue.at("held").count(), queue.at("dropped").count());
  }

  private static void writeQueue(Queue queue, Out out) {
    out.number("held", queue.held()).number("dropped", queue.dropped());
  }
}
