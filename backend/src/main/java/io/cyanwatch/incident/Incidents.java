package io.cyanwatch.incident;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;

/// The rows of `incident.incident`.
interface Incidents extends JpaRepository<Incident, UUID> {

  /// Locked: whoever tells of them meanwhile is waited for, instead of failing over them later.
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query(
      """
      select i from Incident i where i.subject in :subjects and i.resolvedAt is null order by i.id
      """)
  List<Incident> openAbout(Collection<String> subjects);

  @Query(
      """
      select i from Incident i where i.kind = :kind and i.subjectType = :type
        and i.subject = :subject and i.resolvedAt is null
      """)
  Optional<Incident> openOf(String kind, String type, String subject);

  @Query(
      """
      select i from Incident i where i.kind = :kind and i.subjectType = :type
        and i.subject = :subject and i.resolvedAt > :after
      order by i.resolvedAt desc limit 1
      """)
  Optional<Incident> resolvedSince(String kind, String type, String subject, Instant after);

  /// Open ones of these kinds, locked.
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query(
      """
      select i from Incident i where i.kind in :kinds and i.resolvedAt is null order by i.id
      """)
  List<Incident> openOfKinds(Collection<String> kinds, Limit limit);

  /// The newest of a device that was opened since then.
  @Query(
      """
      select i from Incident i where i.kind = :kind and i.device = :device
        and i.openedAt >= :from order by i.openedAt desc limit 1
      """)
  Optional<Incident> newest(String kind, long device, Instant from);

  /// Faults behind an access point that its outage explains: those that began with it. Locked:
  /// whoever is about to tell of them leaves them to their outage.
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query(
      """
      select i from Incident i where i.accessPoint = :accessPoint and i.subjectType = 'device'
        and i.kind in :kinds and i.resolvedAt is null and i.suppressedBy is null
        and i.openedAt >= :from
      order by i.id
      """)
  List<Incident> behind(String accessPoint, Collection<String> kinds, Instant from);

  /// Faults at a site that its outage explains: those that began with it; locked as well.
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query(
      """
      select i from Incident i where i.site = :site and i.kind in :kinds
        and i.resolvedAt is null and i.suppressedBy is null and i.openedAt >= :from
      order by i.id
      """)
  List<Incident> at(String site, Collection<String> kinds, Instant from);

  /// How many other devices behind this access point went at about the same time.
  @Query(
      """
      select count(i) from Incident i where i.accessPoint = :accessPoint
        and i.kind = 'offline' and i.id <> :self and i.resolvedAt is null
        and i.openedAt between :from and :to
      """)
  long alsoGone(String accessPoint, UUID self, Instant from, Instant to);

  /// How many devices went at about the same time behind other access points of this site.
  @Query(
      """
      select count(i) from Incident i where i.site = :site and i.accessPoint <> :accessPoint
        and i.kind = 'offline' and i.resolvedAt is null and i.openedAt between :from and :to
      """)
  long goneElsewhere(String site, String accessPoint, Instant from, Instant to);

  /// How many outages of this access point or site have ended since then.
  @Query(
      """
      select count(i) from Incident i where i.resolvedAt >= :since
        and ((i.kind = 'uplink_lost' and i.subject = :accessPoint)
          or (i.kind = 'site_outage' and i.subject = :site))
      """)
  long outagesOver(String accessPoint, String site, Instant since);

  /// How many other devices behind this access point are back since then.
  @Query(
      """
      select count(i) from Incident i where i.accessPoint = :accessPoint and i.resolvedAt > :since
        and i.kind = 'offline' and i.id <> :self
      """)
  long cameBack(String accessPoint, UUID self, Instant since);

  /// It and those that it explains, locked in their order.
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select i from Incident i where i.id = :id or i.suppressedBy = :id order by i.id")
  List<Incident> family(UUID id);

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query(
      """
      select i from Incident i where i.suppressedBy = :parent and i.resolvedAt is null
      order by i.id
      """)
  List<Incident> suppressedBy(UUID parent);

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query(
      """
      select i from Incident i where i.silencedBy = :silence and i.resolvedAt is null
      order by i.id
      """)
  List<Incident> silencedBy(UUID silence);

  @NativeQuery(
      """
      select * from incident.incident where notify_at <= :now and resolved_at is null
      order by notify_at limit :limit for update skip locked
      """)
  List<Incident> dueToBeTold(Instant now, int limit);

  @Query("select i from Incident i where i.resolvedAt is null order by i.id desc")
  List<Incident> open();
}
