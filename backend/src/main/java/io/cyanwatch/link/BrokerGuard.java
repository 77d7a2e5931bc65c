package io.cyanwatch.link;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.util.AttributeKey;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Refuses at the wire what the broker behind it would let pass: another's client id, wills and
/// retained messages out of bounds, subscriptions that reach the queues of others, too much.
///
/// Whoever is refused is disconnected, without an acknowledgement; MQTT 5 is told why.
final class BrokerGuard implements MQTTInterceptor {

  /// Four times what a device may send at once.
  static final int LARGEST_PAYLOAD = 256 * 1024;

  /// A device uses a handful; each further one costs the broker memory until it restarts.
  static final int MOST_TOPICS = 32;

  private static final Logger log = LoggerFactory.getLogger(BrokerGuard.class);
  private static final AttributeKey<Session> SESSION = AttributeKey.valueOf("cyanwatch.session");
  private static final int MQTT_5 = 5;

  private final Rights rights;
  private final Valve valve;
  private final Logins logins;
  private final long most;
  private final Map<String, Set<String>> topics = new ConcurrentHashMap<>();

  /// @param most devices at once
  BrokerGuard(Rights rights, Valve valve, Logins logins, long most) {
    this.most = most;
    this.logins = logins;
    this.rights = rights;
    this.valve = valve;
  }

  /// What becomes of a packet, with MQTT 5's code for it and, for a CONNECT, that of MQTT 3.1.1.
  private enum Verdict {
    PASSES(0, 0),
    SECOND_CONNECT(0x82, 5),
    NO_NAME(0x86, 4),
    FOREIGN_CLIENT_ID(0x85, 2),
    FOREIGN_TOPIC(0x87, 5),
    RETAINED(0x9A, 5),
    TOO_LARGE(0x95, 5),
    TOO_MANY_TOPICS(0x97, 5),
    BROKER_FULL(0x97, 3),
    BUSY(0x89, 3),
    TOO_MANY_DEVICES(0x89, 3);

    final byte five;
    final byte three;

    Verdict(int five, int three) {
      this.five = (byte) five;
      this.three = (byte) three;
    }
  }

  private record Session(String user, boolean five) {}

  @Override
  public boolean intercept(MqttMessage packet, RemotingConnection connection) {
    var channel = ((NettyConnection) connection.getTransportConnection()).getChannel();
    try {
      if (allows(packet, channel)) {
        return true;
      }
    } catch (RuntimeException e) {
      // The broker would take the exception for consent.
      log.warn("Refused a packet that could not be judged", e);
    }
    Leftovers.refuse(packet, channel);
    return false;
  }

  private boolean allows(MqttMessage packet, Channel channel) {
    var session = channel.attr(SESSION).get();
    if (session == null) {
      return packet instanceof MqttConnectMessage connect && welcome(connect, channel);
    }
    return switch (packet) {
      case MqttConnectMessage _ -> passes(Verdict.SECOND_CONNECT, session, channel);
      case MqttPublishMessage publish -> mayPublish(publish, session, channel);
      case MqttSubscribeMessage subscribe -> passes(judge(subscribe, session), session, channel);
      default -> true;
    };
  }

  private boolean mayPublish(MqttPublishMessage publish, Session session, Channel channel) {
    var allowed = judge(publish, session);
    if (allowed != Verdict.PASSES || rights.isBackend(session.user())) {
      return passes(allowed, session, channel);
    }
    if (valve.refuses(channel)) {
      return passes(Verdict.BROKER_FULL, session, channel);
    }
    var answers = publish.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE;
    valve.passed(channel, publish.payload().readableBytes(), answers);
    return true;
  }

  private boolean welcome(MqttConnectMessage connect, Channel channel) {
    var name = connect.payload().userName();
    var five = connect.variableHeader().version() == MQTT_5;
    channel.attr(SESSION).set(new Session(name == null ? "" : name, five));
    var verdict = judge(connect);
    if (verdict == Verdict.PASSES && name != null && rights.isDevice(name)) {
      // While it is full, whoever comes can only wait, and leaves a will when it is tired of that.
      verdict = !valve.isFull() && logins.begin(channel) ? Verdict.PASSES : Verdict.BUSY;
    }
    if (verdict == Verdict.PASSES) {
      if (name != null && rights.isDevice(name)) {
        valve.joined(channel);
      }
      return true;
    }
    log.debug("Refused the connection of {}: {}", name, verdict);
    var code = MqttConnectReturnCode.valueOf(five ? verdict.five : verdict.three);
    var _ = channel.writeAndFlush(MqttMessageBuilders.connAck().returnCode(code).build());
    return false;
  }

  private Verdict judge(MqttConnectMessage connect) {
    var user = connect.payload().userName();
    if (user == null || user.isEmpty()) {
      return Verdict.NO_NAME;
    }
    if (!rights.mayConnectAs(user, connect.payload().clientIdentifier())) {
      return Verdict.FOREIGN_CLIENT_ID;
    }
    if (rights.isDevice(user) && valve.devices() >= most) {
      return Verdict.TOO_MANY_DEVICES;
    }
    if (!connect.variableHeader().isWillFlag()) {
      return Verdict.PASSES;
    }
    if (connect.variableHeader().isWillRetain()) {
      return Verdict.RETAINED;
    }
    return rights.maySay(user, connect.payload().willTopic())
        ? Verdict.PASSES
        : Verdict.FOREIGN_TOPIC;
  }

  private Verdict judge(MqttPublishMessage publish, Session session) {
    var topic = publish.variableHeader().topicName();
    if (publish.fixedHeader().isRetain()) {
      return Verdict.RETAINED;
    }
    if (publish.payload().readableBytes() > LARGEST_PAYLOAD) {
      return Verdict.TOO_LARGE;
    }
    if (topic.contains("::")) {
      return Verdict.FOREIGN_TOPIC;
    }
    if (rights.isBackend(session.user())) {
      return Verdict.PASSES;
    }
    return rights.maySay(session.user(), topic) && isOneTooMany(session.user(), topic)
        ? Verdict.TOO_MANY_TOPICS
        : Verdict.PASSES;
  }

  private Verdict judge(MqttSubscribeMessage subscribe, Session session) {
    for (var subscription : subscribe.payload().topicSubscriptions()) {
      var filter = subscription.topicFilter();
      if (!rights.mayTry(session.user(), filter)) {
        return Verdict.FOREIGN_TOPIC;
      }
      if (rights.mayHear(session.user(), filter) && isOneTooMany(session.user(), filter)) {
        return Verdict.TOO_MANY_TOPICS;
      }
    }
    return Verdict.PASSES;
  }

  private boolean isOneTooMany(String user, String topic) {
    var known = topics.computeIfAbsent(user, _ -> ConcurrentHashMap.newKeySet());
    return !known.contains(topic) && (known.size() >= MOST_TOPICS || !known.add(topic));
  }

  private static boolean passes(Verdict verdict, Session session, Channel channel) {
    if (verdict == Verdict.PASSES) {
      return true;
    }
    log.debug("Disconnected {}: {}", session.user(), verdict);
    if (session.five()) {
      var _ =
          channel.writeAndFlush(MqttMessageBuilders.disconnect().reasonCode(verdict.five).build());
    }
    return false;
  }
}
