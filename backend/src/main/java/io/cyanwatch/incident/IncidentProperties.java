package io.cyanwatch.incident;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param groupWait an offline device waits for so long for the verdict on its access point
/// @param reopen a fault that comes back within this time continues its incident
@ConfigurationProperties("cyanwatch.incident")
record IncidentProperties(
    @DefaultValue("30s") Duration groupWait, @DefaultValue("10m") Duration reopen) {}
