package io.cyanwatch.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
  private final UUID endpoint = UUID.randomUUID();
  private final Secret secret = Secret.fresh();

  @TempDir Path home;

  @Test
  void whatWasClosedOpensAgainAlsoAfterARestart() {
    var closed = Seal.at(key()).close(endpoint, secret);

    assertThat(Seal.at(key()).open(endpoint, closed).text()).isEqualTo(secret.text());
  }

  @Test
  void theSameSecretNeverLooksTheSame() {
    var seal = Seal.at(key());

    assertThat(seal.close(endpoint, secret)).isNotEqualTo(seal.close(endpoint, secret));
  }

  @Test
  void aSealedSecretWorksInNoOtherRow() {
    var seal = Seal.at(key());
    var closed = seal.close(endpoint, secret);

    assertThatThrownBy(() -> seal.open(UUID.randomUUID(), closed))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anotherKeyOpensNothing() {
    var closed = Seal.at(key()).close(endpoint, secret);
    var other = Seal.at(home.resolve("other.key"));

    assertThatThrownBy(() -> other.open(endpoint, closed))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void onlyItsOwnerReadsTheKey() throws Exception {
    Seal.at(key());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
        .isEqualTo("rw-------");
    try (var files = Files.list(key().getParent())) {
      assertThat(files).containsExactly(key());
    }
  }

  @Test
  void aKeyOfTheWrongLengthIsRefused() throws Exception {
    Files.write(home.resolve("short.key"), new byte[31]);

    assertThatThrownBy(() -> Seal.at(home.resolve("short.key"))).hasMessageContaining("holds 31");
  }

  private Path key() {
    return home.resolve("a").resolve("webhook.key");
  }
}
