package io.cyanwatch.command;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.NativeQuery;

/// The rows of `command.command`.
interface Commands extends JpaRepository<Command, UUID> {

  @NativeQuery(
      """
      select * from command.command where due_at <= :now order by due_at limit :limit
      for update skip locked
      """)
  List<Command> due(Instant now, int limit);

  @NativeQuery("select * from command.command where id = :id for update")
  Optional<Command> locked(UUID id);

  @NativeQuery(
      """
      select * from command.command where device = :device and op = :op and finished_at is null
      """)
  Optional<Command> openFor(long device, String op);

  @NativeQuery(
      """
      select * from command.command where requested_by = :actor and idempotency_key = :key
      """)
  Optional<Command> repeated(String actor, String key);

  @NativeQuery(
      """
      select count(*) from command.command where device = :device and requested_by = :actor
        and created_at > :since
      """)
  long issuedSince(long device, String actor, Instant since);
}
