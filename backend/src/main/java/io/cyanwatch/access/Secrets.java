package io.cyanwatch.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Random texts that nobody guesses, and their fingerprints.
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String CONSONANTS = "bdfghjkmnprstvwz";
  private static final String VOWELS = "aeiou";

  private Secrets() {}

  /// 27 characters of `[0-9A-Za-z]`: 160 bits.
  public static String text() {
    return drawn(BASE62, 27);
  }

  /// Something that a person can read out, such as `tiba-rofu-…`: 75 bits.
  static String readable() {
    return IntStream.range(0, 6)
        .mapToObj(_ -> syllable() + syllable())
        .collect(Collectors.joining("-"));
  }

  public static byte[] bytes(int length) {
    var bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /// A fast hash: right for long random secrets, wrong for what people choose.
  public static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /// `value` in exactly `length` digits of base 62.
  static String base62(long value, int length) {
    var digits = new char[length];
    var rest = value;
    for (int i = length - 1; i >= 0; i--) {
      digits[i] = BASE62.charAt((int) (rest % BASE62.length()));
      rest /= BASE62.length();
    }
    return new String(digits);
  }

  private static String syllable() {
    return drawn(CONSONANTS, 1) + drawn(VOWELS, 1);
  }

  private static String drawn(String alphabet, int length) {
    return RANDOM
        .ints(length, 0, alphabet.length())
        .mapToObj(i -> String.valueOf(alphabet.charAt(i)))
        .collect(Collectors.joining());
  }
}
