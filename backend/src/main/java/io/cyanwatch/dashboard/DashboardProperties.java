package io.cyanwatch.dashboard;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param streamClients live pages at once; each costs a connection and a virtual thread
/// @param streamBacklog changes that may wait for one page before it counts as too slow
@ConfigurationProperties("cyanwatch.dashboard")
record DashboardProperties(
    @DefaultValue("200") int streamClients, @DefaultValue("2000") int streamBacklog) {

  DashboardProperties {
    if (streamClients < 1 || streamBacklog < 1) {
      throw new IllegalArgumentException(
          "cyanwatch.dashboard.stream-clients and -backlog are at least 1, were "
              + streamClients
              + " and "
              + streamBacklog);
    }
  }
}
