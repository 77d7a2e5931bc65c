package io.cyanwatch.webhook;

/// Standard Webhooks 1.0.0: what is stored is what is sent.
record StandardFormat() implements Format {

  @Override
  public String name() {
    return "standard";
  }

  @Override
  public byte[] write(byte[] event) {
    return event;
  }
}
