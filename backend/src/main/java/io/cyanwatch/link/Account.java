package io.cyanwatch.link;

import org.jspecify.annotations.Nullable;

/// How this backend enters a broker.
///
/// @param clientId under which the broker keeps what came while we were away
/// @param share empty: no sharing
record Account(
    LinkProperties.Address address,
    @Nullable String username,
    @Nullable String password,
    String clientId,
    String share) {

  /// Everything that any device says.
  static final String ALL_UP = "cw/1/+/up/+";

  static final String CLIENT_ID = "cyanwatch-backend";

  /// What we subscribe to.
  String filter() {
    return share.isEmpty() ? ALL_UP : "$share/" + share + "/" + ALL_UP;
  }

  String echo() {
    return echo(clientId);
  }

  /// Where a backend talks to itself, outside the devices' topics.
  static String echo(String clientId) {
    return "cw/backend/" + clientId + "/echo";
  }

  @Override
  public String toString() {
    return clientId + "@" + address.host() + ":" + address.port();
  }
}
