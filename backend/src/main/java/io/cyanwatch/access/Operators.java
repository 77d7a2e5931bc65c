package io.cyanwatch.access;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.CrudRepository;

interface Operators extends CrudRepository<Operator, UUID> {

  Optional<Operator> findByName(String name);
}
