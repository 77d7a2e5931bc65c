package io.cyanwatch.protocol;

import io.cyanwatch.protocol.Envelope.SeqRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;

/// Makes any message that the protocol allows, from a seed; edges more often than the rest.
final class Messages {
  private static final String LETTERS = "aZ09-_ .:/\"\\\n\t{}[]äß€日本\uD83D\uDE00\u2028";

  private final Random random;

  private Messages(long seed) {
    random = new Random(seed);
  }

  static Arbitrary<Message> any() {
    return Arbitraries.longs().map(seed -> new Messages(seed).message());
  }

  static Arbitrary<Message.Recorded> recorded() {
    return Arbitraries.longs().map(seed -> new Messages(seed).record());
  }

  static Arbitrary<List<Health>> heartbeats() {
    return Arbitraries.longs().map(seed -> new Messages(seed)).map(m -> m.list(20, m::health));
  }

  static Arbitrary<Command> commands() {
    return Arbitraries.longs().map(seed -> new Messages(seed).command());
  }

  static Arbitrary<Ack> acks() {
    return Arbitraries.longs()
        .map(seed -> new Messages(seed))
        .map(m -> new Ack(m.boot(), m.upTo(Field.U32)));
  }

  private Message message() {
    return random.nextInt(7) == 0 ? new Will(boot(), upTo(Field.U32)) : record();
  }

  private Message.Recorded record() {
    return switch (random.nextInt(6)) {
      case 0 -> birth();
      case 1 -> health();
      case 2 -> new Event(envelope(), text(1, 64), plain(0));
      case 3 -> new Bye(envelope(), maybe(this::text));
      case 4 -> reply();
      default -> probe();
    };
  }

  private Birth birth() {
    return new Birth(
        envelope(),
        maybe(() -> (int) between(1, 86_400)),
        random.nextBoolean(),
        new Birth.Device(
            maybe(this::text), maybe(this::text), maybe(this::text), maybe(this::text)),
        new Birth.Reset(one(ResetClass.values()), maybe(this::code), maybe(this::code)),
        new Birth.Net(
            maybe(this::text),
            maybe(this::port),
            maybe(this::text),
            maybe(this::text),
            maybe(this::text)),
        new LinkedHashSet<>(list(64, () -> text(1, 64))),
        maybe(this::small),
        maybe(this::breadcrumb),
        maybe(() -> new Birth.Done(text(1, 64), text(1, 64))));
  }

  private Birth.Breadcrumb breadcrumb() {
    return new Birth.Breadcrumb(
        maybe(this::boot),
        maybe(this::count),
        maybe(() -> one(Phase.values())),
        maybe(this::text),
        maybe(random::nextBoolean),
        maybe(random::nextBoolean),
        maybe(this::count),
        maybe(this::count),
        maybe(() -> one(ListenerState.values())),
        maybe(this::count),
        maybe(this::small),
        maybe(this::count),
        maybe(this::count),
        list(64, () -> new Birth.Breadcrumb.Mark(text(1, 64), count())));
  }

  private Health health() {
    return new Health(
        envelope(),
        maybe(() -> one(Phase.values())),
        maybe(this::wifi),
        maybe(
            () ->
                new Health.Cloud(
                    maybe(random::nextBoolean),
                    maybe(this::count),
                    maybe(this::count),
                    maybe(this::small))),
        maybe(this::listener),
        maybe(this::clients),
        maybe(
            () ->
                new Health.Http(
                    maybe(this::count),
                    maybe(this::count),
                    maybe(this::count),
                    maybe(this::count),
                    maybe(this::count),
                    maybe(this::count))),
        maybe(() -> new Health.Mem(maybe(this::count), maybe(this::count), maybe(this::count))),
        maybe(() -> new Health.Loop(maybe(this::small), maybe(this::count), maybe(this::count))),
        maybe(() -> new Health.Queue(maybe(this::count), maybe(this::count))));
  }

  private Health.Wifi wifi() {
    return new Health.Wifi(
        maybe(random::nextBoolean),
        maybe(this::text),
        maybe(this::text),
        maybe(() -> (int) upTo(255)),
        maybe(this::text),
        maybe(() -> (int) between(-150, 0)),
        maybe(() -> (int) between(-150, 0)),
        maybe(this::count),
        maybe(this::count),
        maybe(this::count),
        maybe(() -> (int) between(Integer.MIN_VALUE, Integer.MAX_VALUE)));
  }

  private Health.Listener listener() {
    return new Health.Listener(
        maybe(() -> one(ListenerState.values())),
        maybe(this::port),
        maybe(this::count),
        maybe(this::count),
        maybe(this::count),
        maybe(this::code),
        maybe(this::count),
        maybe(this::count),
        maybe(this::count),
        maybe(this::count));
  }

  private Health.Clients clients() {
    return new Health.Clients(
        maybe(this::small),
        maybe(this::small),
        maybe(this::small),
        maybe(this::count),
        maybe(this::count),
        maybe(this::count),
        maybe(this::count),
        maybe(this::count),
        maybe(this::count),
        maybe(this::count));
  }

  private Reply reply() {
    return new Reply(
        envelope(),
        text(1, 64),
        one(Reply.Status.values()),
        maybe(this::text),
        maybe(() -> new Reply.Result(maybe(this::count), maybe(this::count), maybe(this::code))));
  }

  private Probe probe() {
    return new Probe(
        envelope(),
        maybe(() -> text(1, 64)),
        text(1, 256),
        one(Probe.Outcome.values()),
        maybe(this::count),
        maybe(() -> (int) between(100, 999)));
  }

  private Command command() {
    return new Command(
        text(1, 64), text(1, 64), maybe(this::boot), (int) between(1, 86_400), plain(0));
  }

  private Envelope envelope() {
    return new Envelope(
        boot(),
        upTo(Field.U32),
        upTo(Field.U32),
        count(),
        maybe(this::count),
        list(256, this::range));
  }

  private SeqRange range() {
    long to = upTo(Field.U32);
    return new SeqRange(upTo(to), to);
  }

  private String boot() {
    var letters = "ABCXYZabcxyz0189-";
    return text(1, 40)
        .codePoints()
        .limit(40)
        .mapToObj(c -> letters.substring(c % letters.length()).substring(0, 1))
        .reduce("", String::concat);
  }

  private String text() {
    return text(0, 256);
  }

  /// Text of no fewer than `least` and no more than `most` UTF-16 units.
  private String text(int least, int most) {
    long length = random.nextInt(10) == 0 ? most : between(least, Math.min(most, 12));
    var text = new StringBuilder();
    while (text.length() < length) {
      var points = LETTERS.codePoints().toArray();
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    while (text.length() > length) {
      text.setLength(text.offsetByCodePoints(text.length(), -1));
      text.append('x').setLength((int) length);
    }
    return text.toString();
  }

  private Map<String, Object> plain(int depth) {
    var map = new LinkedHashMap<String, Object>();
    list(5, () -> text(1, 64)).forEach(name -> map.put(name, value(depth + 1)));
    return map;
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth < 6 ? 6 : 4)) {
      case 0 -> text(0, 1024);
      case 1 -> between(Long.MIN_VALUE, Long.MAX_VALUE);
      case 2 -> random.nextDouble() * Math.pow(10, random.nextInt(-300, 300));
      case 3 -> random.nextBoolean();
      case 4 -> list(4, () -> value(depth + 1));
      default -> plain(depth);
    };
  }

  private int small() {
    return (int) upTo(Integer.MAX_VALUE);
  }

  private int port() {
    return (int) upTo(65_535);
  }

  private long count() {
    return upTo(Field.LARGEST);
  }

  private long code() {
    return between(-Field.LARGEST, Field.LARGEST);
  }

  private long upTo(long most) {
    return between(0, most);
  }

  private long between(long least, long most) {
    return switch (random.nextInt(6)) {
      case 0 -> least;
      case 1 -> most;
      case 2 -> Math.clamp(random.nextInt(200), least, most);
      default -> least == most || most == Long.MAX_VALUE ? least : random.nextLong(least, most);
    };
  }

  private <E> E one(E[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextInt(4) == 0 ? null : value.get();
  }

  private <T> List<T> list(int most, Supplier<T> item) {
    int size = random.nextInt(20) == 0 ? most : random.nextInt(Math.min(most, 4) + 1);
    var list = new ArrayList<T>();
    for (int i = 0; i < size; i++) {
      list.add(item.get());
    }
    return list;
  }
}
