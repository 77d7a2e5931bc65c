package io.cyanwatch.link;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.cyanwatch.fleet.DeviceRemoved;
import io.cyanwatch.fleet.Fleet;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.util.unit.DataSize;

/// The broker inside this process, for whoever has none: on loopback, durable, MQTT 3.1.1 and 5.
///
/// It holds about `hold` for a backend that takes nothing. Beyond that it makes devices wait, and
/// disconnects those that publish after they have waited in vain, and lets no other in; they keep
/// their records and come back. So neither memory nor disk can run full, and no message is
/// acknowledged and then lost.
public final class Broker implements SmartLifecycle {

  static final String HOST = "127.0.0.1";

  /// Before the web server, after everything that only computes.
  static final int PHASE = Integer.MAX_VALUE - 10_000;

  private static final long TURN = 100;

  /// Let in within a tenth of a second or two, long before a device gives up.
  private static final int LOGINS = 100;
  private static final String USER = "@cyanwatch";
  private static final Logger log = LoggerFactory.getLogger(Broker.class);

  /// The broker frees its journal's buffers through Netty, which on Java 25 knows no way to
  /// free them unless it may use `Unsafe` or native access; then a journal could be written,
  /// but not read.
  ///
  /// Buffers that the broker forgets, as that of each will, are freed when they are collected, but
  /// Netty's own count of bytes would never hear of it, and refuse at its limit for ever. The JVM
  /// counts, too, and rightly.
  static {
    unlessSet("io.netty.noUnsafe", "false");
    unlessSet("io.netty.maxDirectMemory", "0");
  }

  private static void unlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private final Path directory;
  private final DataSize hold;
  private final Account account;
  private final Rights rights;
  private final BrokerDoor door;
  private final Duration patience;
  private final long most;
  private volatile @Nullable ActiveMQServer server;

  Broker(Fleet fleet, LinkProperties properties, String clientId, Path home) {
    this(
        fleet,
        properties,
        clientId,
        home,
        Valve.PATIENCE,
        BrokerSettings.most(Runtime.getRuntime().maxMemory(), properties.hold()));
  }

  /// @param patience how long devices wait while it is full, before they are disconnected
  /// @param most devices at once
  Broker(
      Fleet fleet,
      LinkProperties properties,
      String clientId,
      Path home,
      Duration patience,
      long most) {
    this.most = most;
    this.patience = patience;
    var secret = secret();
    this.directory = home.toAbsolutePath().resolve("broker");
    this.hold = properties.hold();
    var port = freePort(properties.port());
    var share = properties.share() == null ? "" : properties.share();
    var address = new LinkProperties.Address(HOST, port, false);
    this.account = new Account(address, USER, secret, clientId, share);
    this.rights = new Rights(USER, clientId);
    this.door = new BrokerDoor(fleet, rights, secret);
  }

  /// How this backend enters; the password lives as long as the process.
  Account account() {
    return account;
  }

  @Override
  public void start() {
    requireFreeing();
    var failure = new AtomicReference<@Nullable Throwable>();
    var starting = server();
    starting.registerActivationFailureListener(failure::set);
    try {
      starting.start();
    } catch (Exception e) {
      failure.compareAndSet(null, e);
    }
    if (failure.get() != null || !starting.isActive()) {
      stop(starting);
      throw refused(failure.get());
    }
    server = starting;
  }

  @Override
  public void stop() {
    var running = server;
    server = null;
    if (running != null) {
      stop(running);
    }
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(DeviceRemoved removed) {
    evict(removed.device().id());
  }

  /// Ends the device's session, if it has one here; it may log in again with a valid password.
  public void evict(String device) {
    var running = server;
    if (running == null) {
      return;
    }
    try {
      var connection = MQTTStateManager.getInstance(running).getConnectedClient(device);
      if (connection != null) {
        connection.destroy();
      }
    } catch (Exception e) {
      throw new IllegalStateException("Could not end the session of " + device, e);
    }
  }

  /// Messages waiting for the backend, delivered ones included until they are acknowledged.
  long held() {
    var running = server;
    var queue = running == null ? null : running.locateQueue(BrokerSettings.queue(account));
    return queue == null ? 0 : queue.getMessageCount();
  }

  private ActiveMQServer server() {
    var made = new OrderlyServer(BrokerSettings.of(account, directory, secret()), door);
    var valve = new Valve(() -> used(made), hold.toBytes(), patience, System::nanoTime);
    var logins = new Logins(LOGINS);
    made.getServiceRegistry().addIncomingInterceptor(new BrokerGuard(rights, valve, logins, most));
    made.getServiceRegistry().addOutgoingInterceptor(new Answers(valve, logins));
    made.registerActivateCallback(
        new ActivateCallback() {
          @Override
          public void activationComplete() {
            var _ =
                made.getScheduledPool()
                    .scheduleWithFixedDelay(valve::turn, TURN, TURN, MILLISECONDS);
          }
        });
    return made;
  }

  /// A full disk is a full broker.
  private static long used(ActiveMQServer running) {
    var paging = running.getPagingManager();
    return paging.isDiskFull() ? Long.MAX_VALUE / 2 : paging.getGlobalSize();
  }

  @SuppressWarnings("deprecation") // it is what the broker itself calls
  private static void requireFreeing() {
    try {
      PlatformDependent.freeDirectBuffer(ByteBuffer.allocateDirect(1));
    } catch (UnsupportedOperationException e) {
      throw new BrokerRefused(
          "The embedded MQTT broker cannot read its journal on this Java: start it with"
              + " --enable-native-access=ALL-UNNAMED.",
          e);
    }
  }

  private BrokerRefused refused(@Nullable Throwable cause) {
    var sentence =
        "The embedded MQTT broker could not start in "
            + directory
            + ": another process may be using this cyanwatch.home, or the directory is damaged.";
    return cause == null ? new BrokerRefused(sentence) : new BrokerRefused(sentence, cause);
  }

  private static void stop(ActiveMQServer running) {
    try {
      running.stop();
    } catch (Exception e) {
      log.warn("The embedded broker did not stop cleanly", e);
    }
  }

  private static int freePort(int wanted) {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new BrokerRefused(
          "Port "
              + wanted
              + " on "
              + HOST
              + " is taken, so the embedded MQTT broker cannot listen there: choose another with"
              + " cyanwatch.mqtt.port, or name a running broker with cyanwatch.mqtt.url.",
          e);
    }
  }

  private static String secret() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
