package io.cyanwatch.fleet;

/// A registered device as the other rooms know it.
///
/// @param nr the key of its rows; never shown to people
/// @param id the name on the wire and in the API
/// @param site empty when none is set
public record DeviceRef(long nr, String id, String site) {
  /// Many devices are of few sites: one text for all of them.
  public DeviceRef {
    site = site.intern();
  }
}
