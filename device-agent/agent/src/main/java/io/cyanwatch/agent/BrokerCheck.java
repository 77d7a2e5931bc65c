package io.cyanwatch.agent;

import io.cyanwatch.agent.Finding.Well;
import io.cyanwatch.agent.Finding.Wrong;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/// The way to the broker, examined step by step.
final class BrokerCheck {
  private static final int PATIENCE_MS = 5_000;

  private BrokerCheck() {}

  static Finding name(String broker) {
    var host = URI.create(broker).getHost();
    try {
      return new Well("%s is %s.".formatted(host, InetAddress.getByName(host).getHostAddress()));
    } catch (UnknownHostException e) {
      return new Wrong(
          "Nobody knows the name %s.".formatted(host),
          "Mend --broker, or the name server: resolvectl query " + host);
    }
  }

  static Finding port(String broker, Optional<SSLSocketFactory> trust) {
    var uri = URI.create(broker);
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), PATIENCE_MS);
      return uri.getScheme().equals("ssl")
          ? tls(socket, uri, trust)
          : new Well("%s:%d answers.".formatted(uri.getHost(), uri.getPort()));
    } catch (IOException e) {
      return new Wrong(
          "%s:%d does not answer: %s".formatted(uri.getHost(), uri.getPort(), e.getMessage()),
          "See that the broker runs, and that no firewall is between.");
    }
  }

  /// Takes the place of the last device of this id for a moment.
  static Finding login(Account account) {
    try {
      var client = new MqttAsyncClient(account.broker(), account.id(), new MemoryPersistence());
      try {
        client.connect(entry(account)).waitForCompletion(PATIENCE_MS);
        client.disconnect().waitForCompletion(PATIENCE_MS);
        return new Well("The broker lets %s in.".formatted(account.id()));
      } finally {
        client.close(true);
      }
    } catch (MqttException e) {
      return new Wrong(
          "The broker does not let %s in: %s".formatted(account.id(), e.getMessage()),
          "See that the device is registered, and that --password-file holds its last password.");
    }
  }

  private static MqttConnectionOptions entry(Account account) {
    var entry = new MqttConnectionOptions();
    entry.setAutomaticReconnect(false);
    entry.setCleanStart(true);
    entry.setConnectionTimeout(PATIENCE_MS / 1_000);
    entry.setUserName(account.id());
    entry.setPassword(account.password());
    account.trust().ifPresent(entry::setSocketFactory);
    return entry;
  }

  private static Finding tls(Socket socket, URI uri, Optional<SSLSocketFactory> trust) {
    var factory = trust.orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    try (var secure =
        (SSLSocket) factory.createSocket(socket, uri.getHost(), uri.getPort(), false)) {
      var parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.setSoTimeout(PATIENCE_MS);
      secure.startHandshake();
      return new Well("%s:%d answers and proves its name.".formatted(uri.getHost(), uri.getPort()));
    } catch (IOException e) {
      return new Wrong(
          "The broker's certificate is not accepted: " + e.getMessage(),
          "See that its name and date are right; for an authority of your own give --ca-file.");
    }
  }
}
