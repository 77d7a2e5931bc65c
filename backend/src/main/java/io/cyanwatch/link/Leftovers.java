package io.cyanwatch.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;

/// Gives back the memory of what the broker neither takes nor frees: a packet that was refused, and
/// all that had come with it or comes after. A device that is put out over and over would otherwise
/// cost the broker all memory beyond the heap.
final class Leftovers extends ChannelInboundHandlerAdapter {
  private static final String NAME = "cyanwatch-leftovers";

  private Leftovers() {}

  /// This packet, and all that follows on its connection, goes no further. Called by the thread
  /// that reads the connection.
  static void refuse(MqttMessage packet, Channel channel) {
    ReferenceCountUtil.release(packet);
    var pipeline = channel.pipeline();
    var broker = pipeline.context(MQTTProtocolHandler.class);
    if (broker != null && pipeline.get(NAME) == null) {
      pipeline.addBefore(broker.name(), NAME, new Leftovers());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object packet) {
    ReferenceCountUtil.release(packet);
  }
}
