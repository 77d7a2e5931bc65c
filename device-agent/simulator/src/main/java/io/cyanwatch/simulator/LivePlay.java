package io.cyanwatch.simulator;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.simulator.play.Air;
import io.cyanwatch.simulator.play.Play;
import io.cyanwatch.simulator.play.Scenario;
import io.cyanwatch.simulator.play.Setting;
import io.cyanwatch.simulator.play.Truth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// A play at a real broker: one session for each device, which stays up and speaks for it. What
/// the network does to a device, wills included, comes from the play.
final class LivePlay implements Air, AutoCloseable {
  private static final long NAP_MS = 20;

  private final Map<String, Mqtt5AsyncClient> sessions = new HashMap<>();
  private final ConcurrentLinkedQueue<Mqtt5Publish> commands = new ConcurrentLinkedQueue<>();
  private final LongAdder acknowledged = new LongAdder();
  private long sent;

  private LivePlay() {}

  static int run(
      CommandSpec spec,
      Scenario scenario,
      long seed,
      int devices,
      LiveOptions options,
      @Nullable Path truth)
      throws IOException, InterruptedException {
    var address = options.address(spec);
    var began = Instant.now();
    var play = Play.of(scenario, new Setting(seed, began, devices));
    var err = spec.commandLine().getErr();
    var curtain = new Curtain();
    try (var live = new LivePlay()) {
      live.connect(play, address, Passwords.read(options.passwords));
      var pace = new Pace(began, Instant.now(), options.speed);
      var complete = live.play(play, scenario, pace, curtain);
      Transcript.write(truth, play.truth().stream().map(pace::real).toList());
      err.printf(
          "%s, seed %d: %d devices, %d messages sent, %d acknowledged, %d truths%s.%n",
          scenario,
          seed,
          play.members().size(),
          live.sent,
          live.acknowledged.sum(),
          play.truth().size(),
          complete ? "" : "; it was interrupted, so the truth is not known");
      return complete ? 0 : 130;
    } finally {
      curtain.done();
    }
  }

  /// The virtual clock against the real one.
  record Pace(Instant virtual, Instant real, double speed) {
    Instant real(Instant at) {
      var millis = Duration.between(virtual, at).toMillis();
      return real.plusMillis((long) (millis / speed));
    }

    Truth real(Truth truth) {
      var to = truth.to();
      return new Truth(
          truth.scenario(),
          truth.seed(),
          truth.subject(),
          truth.subjectKind(),
          truth.kind(),
          real(truth.from()),
          to == null ? null : real(to),
          truth.cause());
    }
  }

  @Override
  public void sent(Instant at, String device, Channel channel, byte[] payload) {
    var session = sessions.get(device);
    if (session == null) {
      return;
    }
    sent++;
    CompletableFuture<?> _ =
        session
            .publishWith()
            .topic(Topics.up(device, channel))
            .qos(MqttQos.AT_LEAST_ONCE)
            .payload(payload)
            .send()
            .whenComplete((_, failure) -> acknowledged.add(failure == null ? 1 : 0));
  }

  @Override
  public void close() {
    var leaving = sessions.values().stream().map(Mqtt5AsyncClient::disconnect);
    try {
      CompletableFuture.allOf(leaving.toArray(CompletableFuture<?>[]::new))
          .orTimeout(2, TimeUnit.SECONDS)
          .exceptionally(_ -> null)
          .join();
    } finally {
      sessions.clear();
    }
  }

  /// @return false when it was interrupted
  private boolean play(Play play, Scenario scenario, Pace pace, Curtain curtain)
      throws InterruptedException {
    try (var progress = Progress.of("Playing " + scenario, scenario.length().toMinutes(), " min")) {
      while (!curtain.fallen()) {
        for (var next = commands.poll(); next != null; next = commands.poll()) {
          play.command(device(next), next.getPayloadAsBytes());
        }
        if (!play.step(this)) {
          return true;
        }
        progress.at(Duration.between(pace.virtual(), play.now()).toMinutes(), sent + " sent");
        wait(pace.real(play.now()), curtain);
      }
    }
    return false;
  }

  /// Commands do not wait for the next instant of the play longer than a blink.
  private void wait(Instant until, Curtain curtain) throws InterruptedException {
    var left = Duration.between(Instant.now(), until).toMillis();
    while (left > 0 && !curtain.fallen() && commands.isEmpty()) {
      Thread.sleep(Math.min(left, NAP_MS));
      left = Duration.between(Instant.now(), until).toMillis();
    }
  }

  private void connect(Play play, InetSocketAddress address, Map<String, String> passwords) {
    var threads =
        MqttClientExecutorConfig.builder()
            .nettyExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()))
            .nettyThreads(1)
            .build();
    var members = play.members();
    try (var progress = Progress.of("Connecting", members.size(), " devices")) {
      for (var member : members) {
        sessions.put(member.id(), session(member.id(), address, passwords, threads));
        progress.at(sessions.size(), member.id());
      }
    }
  }

  private Mqtt5AsyncClient session(
      String id,
      InetSocketAddress address,
      Map<String, String> passwords,
      MqttClientExecutorConfig threads) {
    var client =
        Mqtt5Client.builder()
            .identifier(id)
            .serverAddress(address)
            .executorConfig(threads)
            .automaticReconnectWithDefaultConfig()
            .buildAsync();
    var connect = client.connectWith().keepAlive(30);
    var password = passwords.get(id);
    if (password != null) {
      connect
          .simpleAuth()
          .username(id)
          .password(password.getBytes(StandardCharsets.UTF_8))
          .applySimpleAuth();
    }
    connect
        .send()
        .thenCompose(
            _ ->
                client
                    .subscribeWith()
                    .topicFilter(Topics.allDown(id))
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .callback(commands::add)
                    .send())
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
    return client;
  }

  private static String device(Mqtt5Publish command) {
    return command.getTopic().getLevels().get(2);
  }
}
