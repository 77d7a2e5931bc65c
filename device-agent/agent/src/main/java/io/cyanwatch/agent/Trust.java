package io.cyanwatch.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Whose signature under a broker's certificate counts.
final class Trust {
  private Trust() {}

  /// @param caFile certificates of the only authorities that count; none for those of this Java
  static Optional<SSLSocketFactory> of(String broker, @Nullable String caFile) throws BadArgument {
    if (caFile == null || caFile.isBlank()) {
      return Optional.empty();
    }
    if (!broker.startsWith("ssl://")) {
      throw new BadArgument("--ca-file is of use only with --broker ssl://…, was " + broker);
    }
    try {
      return Optional.of(sockets(Path.of(caFile)));
    } catch (IOException e) {
      throw new BadArgument("--ca-file cannot be read: " + caFile);
    } catch (GeneralSecurityException e) {
      throw new BadArgument("--ca-file must hold certificates in PEM: " + caFile);
    }
  }

  private static SSLSocketFactory sockets(Path file) throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (var in = Files.newInputStream(file)) {
      for (var it : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("ca-" + trusted.size(), it);
      }
    }
    if (trusted.size() == 0) {
      throw new GeneralSecurityException("no certificate");
    }
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context.getSocketFactory();
  }
}
