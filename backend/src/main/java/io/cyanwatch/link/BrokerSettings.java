package io.cyanwatch.link;

import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;
import org.springframework.util.unit.DataSize;

/// How the embedded broker is set up.
final class BrokerSettings {

  /// The broker's own addresses are MQTT topics as they are, so that rights are read off the topic.
  private static final WildcardConfiguration TOPICS = MQTTUtil.MQTT_WILDCARD;

  private static final long SPARE_DISK = DataSize.ofMegabytes(256).toBytes();
  private static final int JOURNAL_FILE = (int) DataSize.ofMegabytes(4).toBytes();

  private BrokerSettings() {}

  /// What we ourselves need of the heap, and what a connected device takes of it in the broker: its
  /// session, its addresses, what it has in flight. Measured with 2,000 of them.
  private static final long OURS = DataSize.ofMegabytes(192).toBytes();

  private static final long EACH = DataSize.ofKilobytes(48).toBytes();
  private static final long FEWEST = 500;

  static Configuration of(Account account, Path directory, String clusterPassword) {
    var settings = new ConfigurationImpl();
    settings.setName("cyanwatch");
    settings.setWildCardConfiguration(TOPICS);
    settings.setJMXManagementEnabled(false);
    settings.setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.LOG);
    settings.setScheduledThreadPoolMaxSize(2);
    settings.setThreadPoolMaxSize(16);
    secure(settings, clusterPassword);
    store(settings, directory);
    listen(settings, account.address());
    settings.addAddressSetting("#", everywhere());
    settings.addAddressConfiguration(mailbox(account));
    return settings;
  }

  /// The name under which the broker finds the backend's subscription.
  static String queue(Account account) {
    return MQTTUtil.getCoreQueueFromMqttTopic(account.filter(), account.clientId(), TOPICS);
  }

  /// Logins are not cached, else a login would be judged without its client id and a withdrawn
  /// password would live on. The cluster's account is a back door with a well-known password unless
  /// it gets another.
  private static void secure(Configuration settings, String clusterPassword) {
    settings.setSecurityEnabled(true);
    settings.setAuthenticationCacheSize(0);
    settings.setClusterUser("@cluster");
    settings.setClusterPassword(clusterPassword);
  }

  private static void store(Configuration settings, Path directory) {
    settings.setPersistenceEnabled(true);
    settings.setJournalType(JournalType.NIO);
    settings.setJournalDirectory(directory.resolve("journal").toString());
    settings.setBindingsDirectory(directory.resolve("bindings").toString());
    settings.setLargeMessagesDirectory(directory.resolve("large").toString());
    settings.setPagingDirectory(directory.resolve("paging").toString());
    settings.setNodeManagerLockDirectory(directory.resolve("lock").toString());
    settings.setJournalFileSize(JOURNAL_FILE);
    settings.setJournalPoolFiles(4);
    settings.setJournalLockAcquisitionTimeout(2_000);
    settings.setMinDiskFree(SPARE_DISK);
    settings.setMaxDiskUsage(-1);
    // Devices are refused at `hold`; what comes above are wills, one for each device, and what we
    // send ourselves. If that were refused, the backend could not come in and make room.
    settings.setGlobalMaxSize(Long.MAX_VALUE / 2);
  }

  /// As many devices as the heap has room for: with more it would collect garbage and do nothing
  /// else, for all of them.
  ///
  /// @param heap at most, in bytes
  static long most(long heap, DataSize hold) {
    return Math.max(FEWEST, (heap - OURS - 2 * hold.toBytes()) / EACH);
  }

  private static void listen(Configuration settings, LinkProperties.Address address) {
    var parameters =
        List.of(
            "protocols=MQTT",
            "useEpoll=false",
            "useKQueue=false",
            "remotingThreads=3",
            "handshake-timeout=10",
            "topicAliasMaximum=16",
            "maximumPacketSize=" + 2 * BrokerGuard.LARGEST_PAYLOAD,
            "defaultMaximumInFlightPublishMessages=100",
            "defaultMqttSessionExpiryInterval=86400");
    try {
      settings.addAcceptorConfiguration(
          "mqtt",
          "tcp://" + address.host() + ":" + address.port() + "?" + String.join(";", parameters));
    } catch (Exception e) {
      throw new BrokerRefused("The embedded MQTT broker cannot listen on " + address + ".", e);
    }
  }

  /// No page files, nothing dropped: a full broker refuses.
  private static AddressSettings everywhere() {
    return new AddressSettings()
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL)
        .setMaxSizeBytes(-1)
        .setMaxDeliveryAttempts(-1)
        .setAutoCreateQueues(false)
        .setAutoCreateAddresses(true);
  }

  /// Exists before the backend's first connection, so that nothing said before is lost.
  private static CoreAddressConfiguration mailbox(Account account) {
    return new CoreAddressConfiguration()
        .setName(Account.ALL_UP)
        .addRoutingType(RoutingType.MULTICAST)
        .addQueueConfig(
            QueueConfiguration.of(queue(account))
                .setAddress(Account.ALL_UP)
                .setRoutingType(RoutingType.MULTICAST)
                .setDurable(true));
  }
}
