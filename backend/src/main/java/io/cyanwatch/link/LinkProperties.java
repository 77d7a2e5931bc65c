package io.cyanwatch.link;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Which broker to use.
///
/// @param url of a broker that runs already; absent or blank: one is started inside this process
/// @param port of the embedded broker; 0 picks a free one
/// @param share the group among whose members the broker spreads the messages; absent: no sharing
/// @param clientId absent: `cyanwatch-backend`, or with a group one made up once and kept in
/// `cyanwatch.home`
/// @param receiveMaximum how many messages may wait for their acknowledgement here
/// @param hold how much the embedded broker keeps for a backend that takes nothing
@ConfigurationProperties("cyanwatch.mqtt")
record LinkProperties(
    @Nullable String url,
    @Nullable String username,
    @Nullable String password,
    @DefaultValue("1883") int port,
    @Nullable String share,
    @Nullable String clientId,
    @DefaultValue("8000") int receiveMaximum,
    @DefaultValue("64MB") DataSize hold) {

  private static final Map<String, Integer> PORTS =
      Map.of("tcp", 1883, "mqtt", 1883, "ssl", 8883, "mqtts", 8883);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final DataSize SMALLEST_HOLD = DataSize.ofMegabytes(1);

  LinkProperties {
    url = presentOrNull(url);
    username = presentOrNull(username);
    password = presentOrNull(password);
    share = presentOrNull(share);
    clientId = presentOrNull(clientId);
    if (url != null) {
      parse(url);
    }
    require(
        password == null || username != null,
        "cyanwatch.mqtt.password needs a cyanwatch.mqtt.username beside it.");
    require(
        port >= 0 && port <= 65535,
        "cyanwatch.mqtt.port must be between 0 and 65535, was " + port + ".");
    require(
        receiveMaximum >= 1 && receiveMaximum <= 65535,
        "cyanwatch.mqtt.receive-maximum must be between 1 and 65535, was " + receiveMaximum + ".");
    require(
        hold.compareTo(SMALLEST_HOLD) >= 0,
        "cyanwatch.mqtt.hold must be 1MB or more, was " + hold + ".");
    requireName("share", share);
    requireName("client-id", clientId);
  }

  /// Where the given broker listens; empty when we bring our own.
  Optional<Address> broker() {
    return Optional.ofNullable(url).map(LinkProperties::parse);
  }

  @Override
  public String toString() {
    return "LinkProperties[url=" + url + ", port=" + port + ", share=" + share + "]";
  }

  /// A listening broker.
  record Address(String host, int port, boolean tls) {}

  private static Address parse(String url) {
    try {
      var uri = new URI(url);
      var standard = uri.getScheme() == null ? null : PORTS.get(uri.getScheme());
      if (standard == null || uri.getHost() == null || uri.getUserInfo() != null) {
        throw refused(url);
      }
      var port = uri.getPort() == -1 ? standard : uri.getPort();
      return new Address(uri.getHost(), port, standard == 8883);
    } catch (URISyntaxException e) {
      throw refused(url);
    }
  }

  private static IllegalArgumentException refused(String url) {
    return new IllegalArgumentException(
        "cyanwatch.mqtt.url must look like mqtt://host:1883 or mqtts://host:8883, without a user"
            + " name or password in it, was "
            + url.replaceAll("//[^/@]*@", "//…@")
            + ".");
  }

  private static void requireName(String key, @Nullable String value) {
    require(
        value == null || NAME.matcher(value).matches(),
        "cyanwatch.mqtt."
            + key
            + " may hold 1 to 64 letters, digits, _ and - only, was "
            + value
            + ".");
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }

  /// An environment variable that is set to nothing means absent.
  private static @Nullable String presentOrNull(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }
}
