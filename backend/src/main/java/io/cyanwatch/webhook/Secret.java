package io.cyanwatch.webhook;

import io.cyanwatch.access.Problem;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What an endpoint and we share, so that it can tell our messages from others'.
final class Secret {
  private static final String PREFIX = "whsec_";
  private static final int FRESH = 32;
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] key;

  private Secret(byte[] key) {
    this.key = key.clone();
  }

  static Secret fresh() {
    var key = new byte[FRESH];
    RANDOM.nextBytes(key);
    return new Secret(key);
  }

  static Secret of(byte[] key) {
    return new Secret(key);
  }

  /// Reads one that an admin brought along.
  static Secret parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw refused("must begin with " + PREFIX);
    }
    try {
      var key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      if (key.length < SHORTEST || key.length > LONGEST) {
        throw refused("must hold " + SHORTEST + " to " + LONGEST + " bytes, holds " + key.length);
      }
      return new Secret(key);
    } catch (IllegalArgumentException _) {
      throw refused("must be " + PREFIX + " and base64");
    }
  }

  /// The form that people copy into their receiver. Shown once.
  String text() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  byte[] key() {
    return key.clone();
  }

  /// One entry of the header `webhook-signature`.
  String sign(byte[] content) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HmacSHA256.", e);
    }
  }

  @Override
  public String toString() {
    return PREFIX + "…";
  }

  private static Problem refused(String flaw) {
    return Problem.badField("secret", "The secret " + flaw + ".");
  }
}
