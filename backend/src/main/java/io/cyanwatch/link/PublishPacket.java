package io.cyanwatch.link;

/// A message as MQTT 5 sends it to a client that allows no topic aliases.
///
/// @param id what its acknowledgement names; 0 with QoS 0
record PublishPacket(String topic, byte[] payload, int qos, int id) {
  private static final int TYPE = 0x30;
  private static final int TYPES = 0xF0;

  static boolean begins(byte head) {
    return (head & TYPES) == TYPE;
  }

  /// @param body of the packet, after its length
  static PublishPacket of(byte head, Fields body) throws Malformed {
    var qos = (head >> 1) & 3;
    if (qos > 1) {
      throw new Malformed("a message of QoS " + qos + ", for which we never asked");
    }
    var topic = body.text();
    if (topic.isEmpty()) {
      throw new Malformed("a message without a topic");
    }
    var id = qos == 0 ? 0 : body.two();
    if (qos > 0 && id == 0) {
      throw new Malformed("a message without a number");
    }
    pass(body.part(body.varying()));
    return new PublishPacket(topic, body.rest(), qos, id);
  }

  /// Nothing among them is of use to us; an alias would be the topic of later messages.
  private static void pass(Fields properties) throws Malformed {
    while (!properties.isEmpty()) {
      var property = properties.varying();
      switch (property) {
        case 0x01 -> properties.skip(1); // format of the payload
        case 0x02 -> properties.skip(4); // expiry
        case 0x03, 0x08, 0x09 -> properties.skip(properties.two()); // type, answer, correlation
        case 0x0B -> properties.varying(); // subscription
        case 0x26 -> {
          properties.skip(properties.two()); // a name of the user's
          properties.skip(properties.two()); // and its value
        }
        case 0x23 -> throw new Malformed("a topic alias, which we never allowed");
        default -> throw new Malformed("a message with the unknown property " + property);
      }
    }
  }
}
