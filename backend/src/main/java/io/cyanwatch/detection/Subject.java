package io.cyanwatch.detection;

import io.cyanwatch.fleet.DeviceRef;
import org.jspecify.annotations.Nullable;

/// What a fault is about.
///
/// @param device null unless it is about one device
/// @param accessPoint the access point that it is, or is behind; null when unknown
public record Subject(
    Type type, String id, @Nullable Long device, String site, @Nullable String accessPoint) {

  public enum Type {
    DEVICE,
    ACCESS_POINT,
    SITE,
    FLEET
  }

  static Subject of(DeviceRef device, @Nullable String accessPoint) {
    return new Subject(Type.DEVICE, device.id(), device.nr(), device.site(), accessPoint);
  }

  static Subject site(String site) {
    return new Subject(Type.SITE, site, null, site, null);
  }

  static Subject fleet(String id) {
    return new Subject(Type.FLEET, id, null, "", null);
  }

  static Subject accessPoint(String id, String site) {
    return new Subject(Type.ACCESS_POINT, id, null, site, id);
  }
}
