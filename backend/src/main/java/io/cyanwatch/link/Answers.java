package io.cyanwatch.link;

import io.netty.handler.codec.mqtt.MqttMessage;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/// Tells the [Valve] what the broker has stored of what devices published, and the [Logins] who is
/// in.
final class Answers implements MQTTInterceptor {
  private final Valve valve;
  private final Logins logins;

  Answers(Valve valve, Logins logins) {
    this.valve = valve;
    this.logins = logins;
  }

  @Override
  public boolean intercept(MqttMessage packet, RemotingConnection connection) {
    if (connection.getTransportConnection() instanceof NettyConnection transport) {
      switch (packet.fixedHeader().messageType()) {
        case PUBACK, PUBREC -> valve.answered(transport.getChannel());
        case CONNACK -> logins.over(transport.getChannel());
        default -> {}
      }
    }
    return true;
  }
}
