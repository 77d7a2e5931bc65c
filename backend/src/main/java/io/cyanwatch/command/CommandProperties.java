package io.cyanwatch.command;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param verifyWithin a restart must have proven itself after so long
/// @param probeAllow networks that the backend may probe, in CIDR form
/// @param probeTimeout of one probe
/// @param remediation what happens to a proven dead listener by itself
/// @param cooldown so long nothing is tried again on the same device by itself
/// @param warmUp nothing is tried by itself before we have watched for so long
@ConfigurationProperties("cyanwatch.command")
record CommandProperties(
    @DefaultValue("60s") Duration verifyWithin,
    @DefaultValue({"127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"})
        List<String> probeAllow,
    @DefaultValue("3s") Duration probeTimeout,
    @DefaultValue("dry-run") Remediation remediation,
    @DefaultValue("15m") Duration cooldown,
    @DefaultValue("90s") Duration warmUp) {

  /// What the backend does by itself.
  enum Remediation {
    ON,
    DRY_RUN,
    OFF
  }
}
