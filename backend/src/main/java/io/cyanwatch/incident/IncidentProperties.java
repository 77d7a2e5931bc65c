package io.cyanwatch.incident;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param groupWait what an outage may explain waits for so long for the verdict on it
/// @param spread neighbours that go with one outage may go so far apart
/// @param reopen a fault that comes back within this time continues its incident
@ConfigurationProperties("cyanwatch.incident")
record IncidentProperties(
    @DefaultValue("30s") Duration groupWait,
    @DefaultValue("120s") Duration spread,
    @DefaultValue("10m") Duration reopen) {}
