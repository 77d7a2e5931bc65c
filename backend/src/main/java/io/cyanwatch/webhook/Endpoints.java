package io.cyanwatch.webhook;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface Endpoints extends Repository<Endpoint, UUID> {

  Endpoint save(Endpoint endpoint);

  @Query("select e from Endpoint e where e.id = :id and e.state <> 'deleted'")
  Optional<Endpoint> find(UUID id);

  /// For whoever is about to change it; one at a time.
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select e from Endpoint e where e.id = :id")
  Optional<Endpoint> lock(UUID id);

  /// Newest first, those older than `after`.
  @Query(
      nativeQuery = true,
      value =
          """
          select * from webhook.endpoint
          where state <> 'deleted' and id < :after
          order by id desc limit :limit
          """)
  List<Endpoint> page(UUID after, int limit);

  /// Those with a delivery that is due.
  @Query(
      nativeQuery = true,
      value =
          """
          select * from webhook.endpoint e
          where state = 'enabled'
            and exists (select 1 from webhook.delivery d
                        where d.endpoint = e.id and d.state = 'pending' and d.due_at <= :now)
          """)
  List<Endpoint> withWork(Instant now);
}
