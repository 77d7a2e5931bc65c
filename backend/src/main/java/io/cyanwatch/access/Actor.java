package io.cyanwatch.access;

/// Who does something: `admin`, `token:ci`, or one of our own parts such as `system:remediation`.
public record Actor(String name) {

  public static Actor system(String part) {
    return new Actor("system:" + part);
  }
}
