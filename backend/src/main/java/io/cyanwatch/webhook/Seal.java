package io.cyanwatch.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Keeps secrets unreadable to whoever has only the database. AES-GCM under a key in a file, bound
/// to the endpoint's id, so that a sealed secret works in no other row.
final class Seal {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  private Seal(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /// Reads the key, or makes one that only its owner can read.
  static Seal at(Path file) {
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      var key = Files.readAllBytes(file);
      if (key.length != KEY_BYTES) {
        throw new IllegalStateException(file + " must hold 32 bytes, holds " + key.length);
      }
      return new Seal(key);
    } catch (IOException e) {
      throw new UncheckedIOException("The key of the webhook secrets is unreadable.", e);
    }
  }

  /// Written beside and linked into place: nobody ever sees half a key, and the first one wins.
  private static void make(Path file) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var draft = Files.createTempFile(folder, "webhook", ".key", ownerOnly);
    var key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    try {
      Files.write(draft, key);
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException _) {
      // Another process was first: its key counts.
    } finally {
      Files.delete(draft);
    }
  }

  byte[] close(UUID endpoint, Secret secret) {
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    var sealed = run(Cipher.ENCRYPT_MODE, endpoint, nonce, secret.key());
    return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
  }

  Secret open(UUID endpoint, byte[] closed) {
    var buffer = ByteBuffer.wrap(closed);
    var nonce = new byte[NONCE_BYTES];
    var sealed = new byte[closed.length - NONCE_BYTES];
    buffer.get(nonce).get(sealed);
    return Secret.of(run(Cipher.DECRYPT_MODE, endpoint, nonce, sealed));
  }

  private byte[] run(int mode, UUID endpoint, byte[] nonce, byte[] bytes) {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(
          ByteBuffer.allocate(16)
              .putLong(endpoint.getMostSignificantBits())
              .putLong(endpoint.getLeastSignificantBits())
              .array());
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A webhook secret was not sealed with this key file.", e);
    }
  }
}
