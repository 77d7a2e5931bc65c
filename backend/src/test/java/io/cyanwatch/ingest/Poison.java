package io.cyanwatch.ingest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Payloads of which nothing can be stored.
final class Poison {
  private Poison() {}

  static List<byte[]> all() {
    var all = new ArrayList<byte[]>();
    for (var text :
        List.of(
            "",
            "{",
            "[",
            "[]",
            "[[]]",
            "null",
            "{\"boot\":",
            "{\"boot\":\"b\",\"seq\":9223372036854775808,\"up\":1}",
            "{\"boot\":\"b\",\"seq\":1e400,\"up\":1}",
            "{\"boot\":\"b\",\"seq\":-1,\"up\":1}",
            "{\"boot\":\"b\",\"seq\":NaN,\"up\":1}",
            "{\"boot\":\"b\",\"seq\":1,\"up\":99999999999999999999}",
            "{\"boot\":\"b\",\"seq\":1}",
            "{\"boot\":\"b\u0000\",\"seq\":1,\"up\":1}",
            "{\"boot\":\"b\",\"boot\":\"c\",\"seq\":1,\"up\":1}",
            "{\"v\":2,\"boot\":\"b\",\"seq\":1,\"up\":1}",
            "{\"boot\":\"b\",\"seq\":1,\"up\":1,\"wifi\":7}",
            "{\"boot\":\"b\",\"seq\":1,\"up\":1,\"wifi\":{\"ssid\":\"\\ud800\"}}",
            "{\"boot\":\"b\",\"seq\":1,\"up\":1,\"lost\":[[9,1]]}",
            "{\"boot\":\"b\",\"seq\":1,\"up\":1,\"at\":-5}",
            "{\"boot\":\"b\",\"seq\":1,\"up\":1} trailing",
            "{\"a\":".repeat(5000),
            "[".repeat(60_000))) {
      all.add(text.getBytes(StandardCharsets.UTF_8));
    }
    all.add(new byte[] {'{', '"', (byte) 0xC3, 0x28, '"', ':', '1', '}'});
    all.add(bytes(1 << 20));
    all.add(bytes(64 * 1024 + 1));
    // CBOR: a map that promises more than it holds, an endless map, a tag, a huge string, NaN.
    for (var hex :
        List.of("bb7fffffffffffffff", "bf61", "c1a0", "a17affffffff", "9f", "81f97e00")) {
      all.add(HexFormat.of().parseHex(hex));
    }
    return all;
  }

  private static byte[] bytes(int size) {
    var bytes = new byte[size];
    Arrays.fill(bytes, (byte) ' ');
    bytes[0] = '{';
    return bytes;
  }
}
