package io.cyanwatch.fleet;

import io.cyanwatch.access.Problem;
import io.cyanwatch.fleet.Fleet.ProbeTarget;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// A registered device, as its owner describes it. It joins by [Devices#add].
@Entity
@Table(schema = "fleet", name = "device")
class Device {
  @Id private Long nr;
  private String id;
  private @Nullable String name;
  private String site;

  @JdbcTypeCode(SqlTypes.ARRAY)
  @Column(columnDefinition = "text[]")
  private List<String> tags;

  private @Nullable String probeKind;
  private @Nullable String probeHost;
  private @Nullable Integer probePort;
  private @Nullable String probePath;
  private Instant createdAt;
  @Version private int version;

  @SuppressWarnings("NullAway.Init")
  protected Device() {}

  /// Refuses a change that was decided on an older state.
  void expect(int version) {
    if (this.version != version) {
      throw Problem.conflict(
          "stale-version", "The device is at version " + this.version + ", not " + version + ".");
    }
  }

  void rename(@Nullable String name) {
    RegistrationRules.checkText("name", name);
    this.name = name;
  }

  /// @param site empty for none
  void move(String site) {
    RegistrationRules.checkText("site", site);
    this.site = site;
  }

  void tag(List<String> tags) {
    RegistrationRules.checkTags(tags);
    this.tags = List.copyOf(tags);
  }

  void probeAt(ProbeTarget target) {
    RegistrationRules.checkProbe(target);
    this.probeKind = target.kind();
    this.probeHost = target.host();
    this.probePort = target.port();
    this.probePath = target.path();
  }

  void probeNoMore() {
    this.probeKind = null;
    this.probeHost = null;
    this.probePort = null;
    this.probePath = null;
  }

  DeviceRef ref() {
    return new DeviceRef(nr, id, site);
  }

  Optional<ProbeTarget> probe() {
    return probeKind == null || probeHost == null || probePort == null
        ? Optional.empty()
        : Optional.of(
            new ProbeTarget(probeKind, probeHost, probePort, probePath == null ? "/" : probePath));
  }

  DeviceView view() {
    return new DeviceView(id, name, site, tags, probe().orElse(null), createdAt, version, null);
  }

  /// A device as the API answers a write.
  ///
  /// @param mqtt in the answer to a registration only
  record DeviceView(
      String id,
      @Nullable String name,
      String site,
      List<String> tags,
      @Nullable ProbeTarget probe,
      Instant createdAt,
      int version,
      @Nullable Mqtt mqtt) {

    DeviceView with(@Nullable Mqtt mqtt) {
      return new DeviceView(id, name, site, tags, probe, createdAt, version, mqtt);
    }

    DeviceView withoutPassword() {
      return with(mqtt == null ? null : mqtt.withoutPassword());
    }
  }
}
