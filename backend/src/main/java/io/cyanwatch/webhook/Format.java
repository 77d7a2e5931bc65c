package io.cyanwatch.webhook;

import java.util.List;
import java.util.Optional;

/// How an event is written for a kind of receiver. A pure function of the stored bytes, so that
/// every try sends the same. Another format is one more file, named here.
sealed interface Format permits StandardFormat {

  /// All that are built.
  List<Format> ALL = List.of(new StandardFormat());

  static Optional<Format> of(String name) {
    return ALL.stream().filter(format -> format.name().equals(name)).findFirst();
  }

  static List<String> names() {
    return ALL.stream().map(Format::name).toList();
  }

  /// As in the API.
  String name();

  /// @param event the event in the format `standard`
  byte[] write(byte[] event);
}
