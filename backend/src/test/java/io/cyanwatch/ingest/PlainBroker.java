package io.cyanwatch.ingest;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.slf4j.LoggerFactory;

/// A broker that is not ours: whoever comes is let in, and nothing outlives it.
final class PlainBroker implements AutoCloseable {
  static {
    System.setProperty("io.netty.noUnsafe", "false");
    for (var loud : List.of("org.apache.activemq", "io.netty")) {
      ((Logger) LoggerFactory.getLogger(loud)).setLevel(Level.ERROR);
    }
  }

  final int port;
  private ActiveMQServer server;

  PlainBroker(int port) {
    this.port = port;
    this.server = start(port);
  }

  /// A process of its own, for `ops/bench/faults`; its argument is the port.
  public static void main(String[] arguments) throws InterruptedException {
    try (var _ = new PlainBroker(Integer.parseInt(arguments[0]))) {
      Thread.currentThread().join();
    }
  }

  private static ActiveMQServer start(int port) {
    var settings = new ConfigurationImpl();
    settings.setSecurityEnabled(false);
    settings.setPersistenceEnabled(false);
    settings.setJMXManagementEnabled(false);
    settings.setScheduledThreadPoolMaxSize(2);
    settings.setThreadPoolMaxSize(16);
    settings.addAddressSetting("#", new AddressSettings().setMaxDeliveryAttempts(-1));
    try {
      settings.addAcceptorConfiguration(
          "mqtt",
          "tcp://127.0.0.1:"
              + port
              + "?protocols=MQTT;useEpoll=false;useKQueue=false;remotingThreads=2"
              + ";maximumPacketSize=2097152");
      var server = new ActiveMQServerImpl(settings);
      server.start();
      return server;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// What devices said and it has not been told to forget.
  long held() {
    return server
        .getPostOffice()
        .getAllBindings()
        .filter(QueueBinding.class::isInstance)
        .map(binding -> ((QueueBinding) binding).getQueue())
        .filter(queue -> queue.getAddress().toString().endsWith("up.*"))
        .mapToLong(Queue::getMessageCount)
        .sum();
  }

  /// Ends as by `kill -9` without a disk: it forgets everything.
  void forgetEverything() {
    close();
    server = start(port);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
