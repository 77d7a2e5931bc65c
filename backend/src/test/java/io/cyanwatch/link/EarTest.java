package io.cyanwatch.link;

import static io.cyanwatch.link.LinkHarness.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EarTest {
  private static final int LARGEST = 200_000;
  private static final Sent PONG = Sent.packet(0xD0, new byte[0]);

  private final ReceiveWindow window = new ReceiveWindow(4, Long.MAX_VALUE);
  private final List<PublishPacket> heard = new ArrayList<>();
  private Duration keepAlive = Duration.ofDays(1);

  @Property(tries = 300)
  void howeverTheBytesAreCutTheSameIsHeard(
      @ForAll @Size(max = 12) List<@From("packets") Sent> packets,
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 3_000) Integer> sizes)
      throws IOException {
    var messages = packets.stream().filter(EarTest::isMessage).toList();
    var others = packets.stream().filter(packet -> !isMessage(packet)).toList();
    heard.clear();

    var left = left(Sent.all(packets), sizes);

    assertThat(left).isEqualTo(Sent.all(others));
    assertThat(Sent.all(heard.stream().map(EarTest::again).toList())).isEqualTo(Sent.all(messages));
  }

  @Property(tries = 2_000)
  void whateverComesIsHeardOrRefused(
      @ForAll @IntRange(min = 0x2E, max = 0x37) int head,
      @ForAll @Size(max = 300) List<@IntRange(min = -20, max = 127) Integer> numbers)
      throws IOException {
    var stream = new ByteArrayOutputStream();
    stream.write(head);
    numbers.forEach(stream::write);

    try {
      left(stream.toByteArray(), List.of(7));
    } catch (Malformed e) {
      assertThat(e).hasMessageStartingWith("the broker sent ");
    }
  }

  @Test
  void aPacketThatComesInSingleBytesIsHeard() throws IOException {
    left(Sent.message("t", 7, bytes("hello")).bytes(), List.of(1));

    assertThat(heard).hasSize(1);
    assertThat(heard.getFirst().payload()).isEqualTo(bytes("hello"));
    assertThat(heard.getFirst().id()).isEqualTo(7);
  }

  @Test
  void whileTheWindowIsFullWhatWasReadAlreadyWaits() throws IOException {
    var packets = new ArrayList<Sent>();
    IntStream.rangeClosed(1, 30).forEach(id -> packets.add(Sent.message("counts", id, bytes("!"))));
    packets.add(PONG);
    var ear = ear(new ByteArrayInputStream(Sent.all(packets)));

    assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(ear::read);
    assertThat(heard).hasSize(20);
    window.given(1);
    assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(ear::read);
    assertThat(heard).hasSize(21);
    IntStream.range(0, 21).forEach(_ -> window.given(1));

    assertThat(ear.read()).isEqualTo(0xD0);
    assertThat(heard).extracting(PublishPacket::id).isSorted().hasSize(30);
  }

  @Test
  void theLargestPacketIsHeardAndNoLargerOne() throws IOException {
    var most = LARGEST - Sent.message("t", 1, new byte[LARGEST / 2]).bytes().length + LARGEST / 2;
    var largest = Sent.message("t", 1, new byte[most]);
    assertThat(largest.bytes()).hasSize(LARGEST);

    left(Sent.all(List.of(largest, PONG, largest)), List.of(50_000));

    assertThat(heard).extracting(it -> it.payload().length).containsExactly(most, most);
    assertRefused(Sent.message("t", 1, new byte[most + 1]), "a packet of 200001 bytes");
  }

  @Test
  void whatWeNeverAskedForIsRefused() {
    assertRefused(message("t", 2, 1), "a message of QoS 2");
    assertRefused(message("t", 3, 1), "a message of QoS 3");
    assertRefused(message("t", 1, 0), "a message without a number");
    assertRefused(message("", 1, 1), "a message without a topic");
    assertRefused(Sent.message("t", 1, 1, new byte[] {0x23, 0, 1}, new byte[0]), "a topic alias");
  }

  @Test
  void nonsenseIsRefused() {
    assertRefused(Sent.packet(0x30, new byte[] {0, 9, 't', 0}), "a field longer than its packet");
    assertRefused(Sent.packet(0x30, new byte[] {0}), "a field longer than its packet");
    assertRefused(Sent.packet(0x30, new byte[] {0, 1, 't', 5}), "a field longer than its packet");
    assertRefused(Sent.packet(0x30, new byte[] {0, 1, -1, 0}), "text that is not UTF-8");
    assertRefused(
        Sent.packet(0x30, new byte[] {0, 1, 't', -1, -1, -1, -1, 1}), "a number of more than four");
    assertRefused(
        Sent.message("t", 1, 1, new byte[] {0x7F}, new byte[0]), "the unknown property 127");
    assertRefused(new Sent(new byte[] {0x30, -1, -1, -1, -1}), "a packet whose length has more");
    assertRefused(new Sent(new byte[] {0x20, -1, -1, -1, 127}), "a packet of 268435460 bytes");
  }

  @Test
  void everythingThatABrokerMayAddToAMessageIsPassed() throws IOException {
    var properties =
        new byte[] {
          1, 1, 2, 0, 0, 0, 9, 3, 0, 1, 'x', 8, 0, 1, 'r', 9, 0, 2, 0, 0, 0x0B, -128, 1, 0x26, 0, 1,
          'k', 0, 1, 'v'
        };

    left(Sent.message("t/ü/\uFFFD", 0, 0, properties, bytes("hello")).bytes(), List.of(9));

    assertThat(heard.getFirst().topic()).isEqualTo("t/ü/\uFFFD");
    assertThat(heard.getFirst().payload()).isEqualTo(bytes("hello"));
  }

  @Test
  void theClientIsGivenSignsOfLifeWhileOnlyMessagesCome() throws IOException {
    keepAlive = Duration.ZERO;
    var message = Sent.message("t", 0, 0, Sent.NO_PROPERTIES, bytes("!"));
    var sign = Sent.packet(0x40, new byte[] {0, 0});

    var left = left(Sent.all(List.of(message, PONG, message)), List.of(5));

    assertThat(left).isEqualTo(Sent.all(List.of(sign, PONG, sign)));
  }

  @Test
  void nothingIsReadBeforeTheFirstWord() throws IOException {
    var line = line();
    var ear = new Ear(line, new ByteArrayInputStream(PONG.bytes()), hearing());

    assertThat(ear.available()).isZero();
    assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(ear::read);
    line.spoken();

    assertThat(ear.available()).isEqualTo(2);
    assertThat(ear.read()).isEqualTo(0xD0);
  }

  @Provide
  Arbitrary<Sent> packets() {
    var sizes = Arbitraries.oneOf(Arbitraries.integers().between(0, 300), large());
    var messages =
        Combinators.combine(
                Arbitraries.strings().ofMinLength(1).ofMaxLength(40).alpha(),
                Arbitraries.integers().between(0, 0xFFFF),
                sizes)
            .as((topic, id, size) -> message(topic, id == 0 ? 0 : 1, id, new byte[size]));
    var others =
        Combinators.combine(Arbitraries.of(0x20, 0x40, 0x90, 0xD0, 0xE0), sizes)
            .as((head, size) -> Sent.packet(head, new byte[size]));
    return Arbitraries.oneOf(messages, others);
  }

  private static Arbitrary<Integer> large() {
    return Arbitraries.integers().between(0, LARGEST - 100);
  }

  private static boolean isMessage(Sent packet) {
    return PublishPacket.begins(packet.bytes()[0]);
  }

  private static Sent message(String topic, int qos, int id) {
    return message(topic, qos, id, new byte[3]);
  }

  private static Sent message(String topic, int qos, int id, byte[] payload) {
    return Sent.message(topic, qos, id, Sent.NO_PROPERTIES, payload);
  }

  private static Sent again(PublishPacket heard) {
    return message(heard.topic(), heard.qos(), heard.id(), heard.payload());
  }

  private void assertRefused(Sent packet, String what) {
    var line = line();
    var ear = new Ear(line, new ByteArrayInputStream(packet.bytes()), hearing());
    line.spoken();

    assertThatExceptionOfType(Malformed.class).isThrownBy(ear::read);
    assertThat(line.ended()).isCompleted();
    assertThat(line.ended().join()).startsWith("the broker sent ").contains(what);
  }

  /// What the client hears until the end.
  private byte[] left(byte[] sent, List<Integer> sizes) throws IOException {
    var ear = ear(new Pieces(sent, sizes));
    var left = new ByteArrayOutputStream();
    var some = new byte[17];
    while (true) {
      try {
        var read = ear.read(some);
        if (read == -1) {
          return left.toByteArray();
        }
        left.write(some, 0, read);
      } catch (SocketTimeoutException e) {
        assertThat(e).hasMessage(null); // More is to come.
      }
    }
  }

  private Ear ear(InputStream in) {
    var line = line();
    line.spoken();
    return new Ear(line, in, hearing());
  }

  private Line line() {
    return new Line(false, hearing());
  }

  private Hearing hearing() {
    return new Hearing(
        window,
        LARGEST,
        keepAlive,
        message -> {
          heard.add(message);
          if (message.topic().equals("counts")) {
            window.taken(1);
          }
        });
  }
}
