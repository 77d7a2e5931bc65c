package io.cyanwatch.link;

/// The embedded broker cannot run here. The message is a sentence for whoever started us.
public final class BrokerRefused extends RuntimeException {

  BrokerRefused(String sentence) {
    super(sentence);
  }

  BrokerRefused(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
