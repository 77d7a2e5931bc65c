package io.cyanwatch.incident;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;

/// The rows of `incident.incident`.
interface Incidents extends JpaRepository<Incident, UUID> {

  @Query("select i from Incident i where i.subject in :subjects and i.resolvedAt is null")
  List<Incident> openAbout(Collection<String> subjects);

  @Query(
      """
      select i from Incident i where i.kind = :kind and i.subjectType = :type
        and i.subject = :subject and i.resolvedAt > :after
      order by i.resolvedAt desc limit 1
      """)
  Optional<Incident> resolvedSince(String kind, String type, String subject, Instant after);

  @Query(
      """
      select i from Incident i where i.kind = 'uplink_lost' and i.subject = :accessPoint
        and i.resolvedAt is null
      """)
  Optional<Incident> openUplink(String accessPoint);

  /// Faults of devices that an outage of their access point explains, not told yet.
  @Query(
      """
      select i from Incident i where i.accessPoint = :accessPoint and i.subjectType = 'device'
        and i.kind = 'offline' and i.resolvedAt is null and i.notifiedAt is null
        and i.suppressedBy is null
      """)
  List<Incident> explainedBy(String accessPoint);

  @Query("select i from Incident i where i.suppressedBy = :parent and i.resolvedAt is null")
  List<Incident> suppressedBy(UUID parent);

  @NativeQuery(
      """
      select * from incident.incident where notify_at <= :now and resolved_at is null
      order by notify_at limit :limit for update skip locked
      """)
  List<Incident> dueToBeTold(Instant now, int limit);

  @Query("select i from Incident i where i.resolvedAt is null order by i.id desc")
  List<Incident> open();
}
