package io.cyanwatch.agent;

import static org.awaitility.Awaitility.await;

import io.cyanwatch.protocol.Topics.Channel;
import io.cyanwatch.protocol.Will;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerTest {
  private static final byte[] PAYLOAD = "{}".getBytes(StandardCharsets.US_ASCII);
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final Diary diary = new Diary();

  @AfterEach
  void end() {
    loop.close();
  }

  @ParameterizedTest
  @CsvSource({"0x00, acknowledged 7", "0x10, unheard 7", "0x97, failed 7", "0x87, refused 7"})
  void whatBecomesOfARecordIsReadOffTheAnswer(String reason, String expected) throws Exception {
    try (var tiny = new TinyBroker(Integer.decode(reason))) {
      var broker = broker(tiny);
      loop.execute(() -> broker.tick(Ticks.now()));
      await().until(() -> diary.lines.contains("connected"));

      loop.execute(() -> broker.publish(Channel.EVENT, PAYLOAD, 7));

      await().until(() -> diary.lines.contains(expected));
      loop.submit(() -> broker.close(100)).get();
    }
  }

  private Broker broker(TinyBroker tiny) {
    var account = new Account(tiny.address(), Optional.empty(), "box-1", PAYLOAD);
    return new Broker(account, new Random(1), loop, diary);
  }

  private static final class Diary implements Broker.Ears {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public Will nextWill() {
      return new Will(Records.BOOT, 1);
    }

    @Override
    public void connected() {
      lines.add("connected");
    }

    @Override
    public void lost(boolean wasUp) {
      lines.add("lost");
    }

    @Override
    public void heard(String topic, byte[] payload, long at) {}

    @Override
    public void acknowledged(long number) {
      lines.add("acknowledged " + number);
    }

    @Override
    public void failed(long number) {
      lines.add("failed " + number);
    }

    @Override
    public void unheard(long number) {
      lines.add("unheard " + number);
    }

    @Override
    public void refused(long number) {
      lines.add("refused " + number);
    }
  }
}
