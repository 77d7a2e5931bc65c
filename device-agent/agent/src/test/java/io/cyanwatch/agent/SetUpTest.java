package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The doctor, and the trust in a broker, with a real broker.
class SetUpTest {
  @TempDir private Path directory;
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    port = Processes.freePort();
    var password = Files.writeString(directory.resolve("password"), "secret");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        Files.createDirectory(directory.resolve("www")).resolve("index.html"), "<h1>Hi</h1>");
  }

  @Test
  void theDoctorFindsNothingToMendInAHealthySetUp() throws Exception {
    try (var _ = new Cloud(port, Files.createTempDirectory(directory, "broker"))) {
      assertThat(Main.execute(doctor("127.0.0.1:" + port), Map.of())).isZero();
    }
  }

  @Test
  void theDoctorLooksAtAProberWhichHasNoServer() throws Exception {
    try (var _ = new Cloud(port, Files.createTempDirectory(directory, "broker"))) {
      var line = new ArrayList<>(List.of(doctor("127.0.0.1:" + port)));
      for (var name : List.of("--port", "--root", "--address")) {
        line.subList(line.indexOf(name), line.indexOf(name) + 2).clear();
      }
      line.addAll(List.of("--interface", "lo"));
      assertThat(Main.execute(line.toArray(String[]::new), Map.of())).isZero();
    }
  }

  @Test
  void aBrokerWithAnAuthorityOfItsOwnIsTrustedOnlyWhenThatIsNamed() throws Exception {
    var store = directory.resolve("broker.p12");
    keytool("-genkeypair", "-alias", "broker", "-keyalg", "EC", "-dname", "CN=broker");
    keytool("-exportcert", "-rfc", "-alias", "broker", "-file", ca().toString());
    var tls = ";sslEnabled=true;keyStoreType=PKCS12;keyStorePassword=secret;keyStorePath=" + store;
    try (var _ = new Cloud(port, Files.createTempDirectory(directory, "broker"), tls, ca())) {
      var url = "ssl://localhost:" + port;
      assertThat(Main.execute(doctor(url), Map.of())).isEqualTo(1);
      assertThat(Main.execute(doctor(url, "--ca-file", ca().toString()), Map.of())).isZero();

      var wrongName = doctor("ssl://127.0.0.1:" + port, "--ca-file", ca().toString());
      assertThat(Main.execute(wrongName, Map.of())).as("127.0.0.1 is not its name").isEqualTo(1);
    }
  }

  private Path ca() {
    return directory.resolve("ca.pem");
  }

  private void keytool(String... words) {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(List.of(words));
    line.addAll(List.of("-keystore", directory.resolve("broker.p12").toString()));
    line.addAll(List.of("-storetype", "PKCS12", "-storepass", "secret"));
    if (line.contains("-genkeypair")) {
      line.addAll(List.of("-ext", "san=dns:localhost", "-keypass", "secret"));
    }
    var result = Run.command(Duration.ofSeconds(60), line.toArray(String[]::new));
    assertThat(result.code()).as(result.output()).isZero();
  }

  private String[] doctor(String broker, String... more) {
    var line = new ArrayList<String>();
    line.addAll(List.of("doctor", "--broker", broker, "--id", "box-1"));
    line.addAll(List.of("--password-file", directory.resolve("password").toString()));
    line.addAll(List.of("--state", directory.resolve("state").toString()));
    line.addAll(List.of("--root", directory.resolve("www").toString()));
    line.addAll(List.of("--address", "127.0.0.1", "--port"));
    try {
      line.add("" + Processes.freePort());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }
}
