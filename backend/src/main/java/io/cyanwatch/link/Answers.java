package io.cyanwatch.link;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/// Tells the [Valve] what the broker has stored of what devices published.
final class Answers implements MQTTInterceptor {
  private final Valve valve;

  Answers(Valve valve) {
    this.valve = valve;
  }

  @Override
  public boolean intercept(MqttMessage packet, RemotingConnection connection) {
    var type = packet.fixedHeader().messageType();
    if ((type == MqttMessageType.PUBACK || type == MqttMessageType.PUBREC)
        && connection.getTransportConnection() instanceof NettyConnection transport) {
      valve.answered(transport.getChannel());
    }
    return true;
  }
}
