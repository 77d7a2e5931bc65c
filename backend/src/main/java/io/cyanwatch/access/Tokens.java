package io.cyanwatch.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.CrudRepository;

interface Tokens extends CrudRepository<Token, UUID> {

  Optional<Token> findByHash(byte[] hash);

  /// Newest first: the ids are ordered by time.
  List<Token> findByOrderByIdDesc(Limit limit);

  List<Token> findByIdLessThanOrderByIdDesc(UUID after, Limit limit);

  /// Leaves the version alone: a use is no change. Concurrent uses write once.
  @Modifying
  @Query(
      """
      update Token t set t.lastUsedAt = :now
      where t.id = :id and (t.lastUsedAt is null or t.lastUsedAt <= :before)
      """)
  void used(UUID id, Instant now, Instant before);
}
