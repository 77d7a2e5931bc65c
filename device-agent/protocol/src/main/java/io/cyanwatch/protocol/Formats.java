package io.cyanwatch.protocol;

import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORReadFeature;
import tools.jackson.dataformat.cbor.CBORWriteFeature;

/// The two encodings, set up so that no limit of theirs is met before one of ours.
final class Formats {
  private static final StreamReadConstraints AS_LARGE_AS_A_PAYLOAD =
      StreamReadConstraints.builder()
          .maxNestingDepth(Wire.MAX_BYTES)
          .maxNumberLength(Wire.MAX_BYTES)
          .maxStringLength(Wire.MAX_BYTES)
          .maxNameLength(Wire.MAX_BYTES)
          .build();

  private static final TokenStreamFactory JSON =
      JsonFactory.builder().streamReadConstraints(AS_LARGE_AS_A_PAYLOAD).build();

  private static final TokenStreamFactory CBOR =
      CBORFactory.builder()
          .streamReadConstraints(AS_LARGE_AS_A_PAYLOAD)
          .disable(CBORReadFeature.READ_UNDEFINED_AS_EMBEDDED_OBJECT)
          .enable(CBORWriteFeature.LENIENT_UTF_ENCODING)
          .build();

  private Formats() {}

  static JsonParser parser(byte[] payload, Wire.Format format) {
    return factory(format).createParser(ObjectReadContext.empty(), payload);
  }

  /// Reads characters, for JSON whose bytes were no good UTF-8.
  static JsonParser parser(char[] json) {
    return JSON.createParser(ObjectReadContext.empty(), json);
  }

  static JsonGenerator generator(OutputStream target, Wire.Format format) {
    return factory(format).createGenerator(ObjectWriteContext.empty(), target);
  }

  private static TokenStreamFactory factory(Wire.Format format) {
    return switch (format) {
      case JSON -> JSON;
      case CBOR -> CBOR;
    };
  }
}
