package io.cyanwatch.agent;

import io.cyanwatch.protocol.Envelope.SeqRange;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.protocol.Wire.Format;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// One change of what is held for later, as it stands in the journal.
sealed interface Entry {

  /// A record that is to be delivered, as it will go over the wire.
  record Put(Channel channel, Message.Recorded record, byte[] payload) implements Entry {
    static Put of(Message.Recorded record) {
      return new Put(Channel.of(record), record, Wire.encode(record, Format.JSON));
    }

    Key key() {
      return new Key(record.envelope().boot(), record.envelope().seq());
    }
  }

  /// Delivered: to be forgotten.
  record Gone(String boot, SeqRange range) implements Entry {}

  /// Given up: to be forgotten, and to be declared lost.
  record Dropped(String boot, SeqRange range) implements Entry {}

  /// How far a boot had come when the journal was written anew.
  record Tail(String boot, long nextSeq, long conn, long up) implements Entry {}

  default byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory refused a write", e);
    }
    return bytes.toByteArray();
  }

  private void write(DataOutputStream out) throws IOException {
    switch (this) {
      case Put(var channel, var _, var payload) -> {
        out.writeByte('P');
        out.writeUTF(channel.segment());
        out.write(payload);
      }
      case Gone(var boot, var range) -> range(out, 'G', boot, range);
      case Dropped(var boot, var range) -> range(out, 'D', boot, range);
      case Tail(var boot, var nextSeq, var conn, var up) -> {
        out.writeByte('T');
        out.writeUTF(boot);
        out.writeLong(nextSeq);
        out.writeLong(conn);
        out.writeLong(up);
      }
    }
  }

  /// Empty for anything that this version did not write.
  static Optional<Entry> read(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return switch (in.readByte()) {
        case 'P' -> put(in.readUTF(), in.readAllBytes());
        case 'G' -> Optional.of(new Gone(in.readUTF(), new SeqRange(in.readLong(), in.readLong())));
        case 'D' ->
            Optional.of(new Dropped(in.readUTF(), new SeqRange(in.readLong(), in.readLong())));
        case 'T' ->
            Optional.of(new Tail(in.readUTF(), in.readLong(), in.readLong(), in.readLong()));
        default -> Optional.empty();
      };
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Entry> put(String segment, byte[] payload) {
    for (var channel : Channel.values()) {
      if (channel.segment().equals(segment)) {
        return Wire.decode(channel, payload).messages().stream()
            .filter(Message.Recorded.class::isInstance)
            .map(it -> (Entry) new Put(channel, (Message.Recorded) it, payload))
            .findFirst();
      }
    }
    return Optional.empty();
  }

  private static void range(DataOutputStream out, char kind, String boot, SeqRange range)
      throws IOException {
    out.writeByte(kind);
    out.writeUTF(boot);
    out.writeLong(range.from());
    out.writeLong(range.to());
  }
}
